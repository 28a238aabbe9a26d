"""nginx's share of the byte server: the same addresses, tokens and marks, read from the same folder.

It vouches for what the newest key signed and is there. Everything else it hands to the web application, which knows the
older keys too, where a revision went that is gone, and how to say no.
"""

from collections.abc import Iterator
from pathlib import Path

from learnstead.config.media.server import FOR_PLAYERS, PRIVATE, PUBLIC_BYTES, PUBLIC_PLAYLIST, TYPES

HEAD = """\
# Made by 'learnstead media nginx'; include it in your server block, beside the location that asks Learnstead for pages.
# It holds the key that signs addresses: nobody but root may read it. Make it anew when the key changes.
location @learnstead_media {{ proxy_pass {upstream}; proxy_set_header Host $http_host; }}
location /media/ {{ proxy_pass {upstream}; proxy_set_header Host $http_host; }}
"""
_PART = "[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_REST = rf"(?:{_PART}/)*{_PART}\."
_PLACE = "(?<ls_video>[0-9a-f]{32})/(?<ls_number>[1-9][0-9]{0,8})"
_TOKEN = "(?<ls_mac>[A-Za-z0-9_-]{22})(?<ls_grant>[0-9a-f]{16})/(?<ls_end>[0-9]{1,12})"
_SINGLE = rf"(?<ls_path>(?:originals|delivery)/[0-9a-f]{{32}}/[1-9][0-9]{{0,8}}/{_REST}[A-Za-z0-9]+)"
_SAVED = "Content-Disposition \"attachment; filename*=UTF-8''$arg_filename\""


def configuration(*, objects: Path, key: str, upstream: str) -> str:
    """The locations for a server block: ``objects`` is the store's folder, ``upstream`` where Learnstead listens."""
    return "\n".join([HEAD.format(upstream=upstream), *_locations(f"{objects}/video", key)])


def _locations(root: str, key: str) -> Iterator[str]:
    below = f"{root}/delivery/$ls_video/$ls_number/$ls_rest"
    public = f"if (!-f {root}/public/$ls_video) {{ return 404; }}"
    for ending, kept in (("m3u8", PUBLIC_PLAYLIST), ("[A-Za-z0-9]+", PUBLIC_BYTES)):
        yield _location(f"/media/v/{_PLACE}/(?<ls_rest>{_REST}{ending})", public, *_bytes(below, kept))
    folder = _token(root, "s:$ls_video/$ls_number", key)
    yield _location(f"/media/s/{_TOKEN}/{_PLACE}/(?<ls_rest>{_REST}[A-Za-z0-9]+)", *folder, *_bytes(below, PRIVATE))
    single = _token(root, "o:$ls_path:$arg_filename", key)
    yield _location(f"/media/o/{_TOKEN}/{_SINGLE}", *single, *_bytes(f"{root}/$ls_path", PRIVATE, _SAVED))


def _token(root: str, scope: str, key: str) -> Iterator[str]:
    yield "secure_link $ls_mac,$ls_end;"
    yield f'secure_link_md5 "$ls_end:$ls_grant:{scope} {key}";'
    yield 'if ($secure_link = "") { return 403; }'
    yield f"if (-f {root}/revoked/$ls_grant) {{ return 403; }}"
    yield 'if ($secure_link = "0") { return 410; }'


def _bytes(path: str, kept: str, *more: str) -> Iterator[str]:
    kinds = " ".join(f"{kind.split(';')[0]} {ending};" for ending, kind in TYPES.items())
    yield "error_page 403 404 405 410 = @learnstead_media;"
    yield f'add_header Cache-Control "{kept}" always;'
    yield from (f'add_header {name} "{value}" always;' for name, value in FOR_PLAYERS)
    yield from (f"add_header {header} always;" for header in more)
    yield f"types {{ {kinds} }}"
    yield "default_type application/octet-stream; charset utf-8; charset_types text/vtt; max_ranges 1;"
    yield f"alias {path};"


def _location(pattern: str, *lines: str) -> str:
    # \z and not $, which would let a line feed follow.
    inside = "\n".join(f"    {line}" for line in lines)
    return f'location ~ "^{pattern}\\z" {{\n{inside}\n}}'

"""HLS playlists whose segments are elsewhere. Source of the format: RFC 8216, section 4."""

import re
from collections.abc import Callable

URI = re.compile(r'URI="([^"]*)"')


def rewritten(playlist: str, address: Callable[[str], str]) -> str:
    """The playlist with ``address`` of every file it names; playlists stay as they are, relative to this one."""

    def moved(name: str) -> str:
        return name if name.partition("?")[0].endswith(".m3u8") else address(name)

    def line(text: str) -> str:
        if text.startswith("#"):
            return URI.sub(lambda found: f'URI="{moved(found.group(1))}"', text)
        return moved(text) if text.strip() else text

    return "\n".join(line(text) for text in playlist.split("\n"))

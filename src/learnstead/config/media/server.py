"""Who gets which bytes: decided by the address alone, and by marks in the object store. No database, no session."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from learnstead.adapters.delivery.path_token import PathTokens, Verdict, grant_of
from learnstead.config.media.addresses import Address, Kind, parse, saved_as
from learnstead.config.media.answers import Answer, of_file
from learnstead.config.media.shelves import Shelf
from learnstead.kernel.errors import Transient

TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/iso.segment",
    "mp4": "video/mp4",
    "m4a": "audio/mp4",
    "ts": "video/mp2t",
    "vtt": "text/vtt; charset=utf-8",
    "jpg": "image/jpeg",
}
# A player may be on any page, and no cookie counts here, so every origin may read what it has an address of.
FOR_PLAYERS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Content-Length, Content-Range, ETag"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow"),
]
# A playlist may still grow while the first rung is watched; what it names never changes.
PUBLIC_PLAYLIST, PUBLIC_BYTES = "public, max-age=10", "public, max-age=31536000, immutable"
PRIVATE = "private, no-store"
WHY = {
    403: "403 Forbidden\nThis address was not made for these bytes, or was taken back.",
    404: "404 Not Found",
    405: "405 Method Not Allowed",
    410: "410 Gone\nThis address was good for a while only. Load the page of the video again for a new one.",
    503: "503 Service Unavailable\nThe store of objects does not answer. Try again soon.",
}
Rewrite = Callable[[str, Address], str]


@dataclass(frozen=True)
class MediaServer:
    """Serves what is on the ``shelf``. ``rewrite`` leads a playlist's segments to a CDN."""

    shelf: Shelf
    tokens: PathTokens
    rewrite: Rewrite | None = None

    def answer(self, asked: dict[str, str]) -> Answer:
        """The answer to a request for a path below ``/media/``, described as WSGI does."""
        method = asked["REQUEST_METHOD"]
        if method == "OPTIONS":
            return _preflight()
        if method not in {"GET", "HEAD"}:
            return _refusal(405, [("Allow", "GET, HEAD, OPTIONS")])
        address = parse(asked["PATH_INFO"], asked.get("QUERY_STRING", ""))
        if address is None:
            return _refusal(404)
        try:
            return self._public(address, asked) if address.kind is Kind.PUBLIC else self._protected(address, asked)
        except Transient:
            return _refusal(503, [("Retry-After", "5")])

    def _public(self, address: Address, asked: dict[str, str]) -> Answer:
        current = self.shelf.mark(f"public/{address.video}")
        if current is None:
            return replace(_refusal(404), unsure=True)
        kept = PUBLIC_PLAYLIST if address.rest.endswith(".m3u8") else PUBLIC_BYTES
        answer = self._file(address, asked, kept)
        if answer is None and current not in {"", address.number}:
            where = f"/media/v/{address.video}/{current}/{address.rest}"
            return _refusal(404) if not current.isdigit() else _moved(where)
        return answer or replace(_refusal(404), unsure=True)

    def _protected(self, address: Address, asked: dict[str, str]) -> Answer:
        refused = self._refused(address)
        if refused:
            return _refusal(refused)
        if address.kind is Kind.PLAYLIST:
            return self._playlist(address, asked)
        saved = saved_as(asked.get("QUERY_STRING", "")) if address.kind is Kind.SINGLE else ""
        return self._file(address, asked, PRIVATE, saved) or _refusal(404)

    def _refused(self, address: Address) -> int:
        verdict = self.tokens.judge(token=address.token, expires=address.expires, scope=address.scope, now=time.time())
        if verdict is Verdict.WRONG or self.shelf.mark(f"revoked/{grant_of(address.token)}") is not None:
            return 403
        return 410 if verdict is Verdict.EXPIRED else 0

    def _playlist(self, address: Address, asked: dict[str, str]) -> Answer:
        if self.rewrite is None or not address.rest.endswith(".m3u8"):
            return _refusal(404)
        found = self.shelf.find(address.path)
        if found is None:
            return _refusal(404)
        text = found.part(0, found.size).decode()
        found.close()
        body = self.rewrite(text, address).encode()
        headers = [("Content-Type", TYPES["m3u8"]), ("Cache-Control", PRIVATE), *FOR_PLAYERS]
        headers.append(("Content-Length", str(len(body))))
        return Answer("200 OK", headers, [body] if asked["REQUEST_METHOD"] == "GET" else [])

    def _file(self, address: Address, asked: dict[str, str], kept: str, saved: str = "") -> Answer | None:
        kind = TYPES.get(address.rest.rpartition(".")[2], "application/octet-stream")
        headers = [("Content-Type", kind), ("Cache-Control", kept), *FOR_PLAYERS]
        if address.kind is Kind.SINGLE:
            headers.append(("Content-Disposition", _attachment(saved)))
        found = self.shelf.find(address.path)
        return of_file(found, asked, headers) if found else None


def _attachment(saved: str) -> str:
    # The name stays percent-encoded, so nothing in it can end the header or begin another.
    return f"attachment; filename*=UTF-8''{saved}" if saved else "attachment"


def _refusal(status: int, headers: list[tuple[str, str]] | None = None) -> Answer:
    line, _, why = WHY[status].partition("\n")
    body = f"{why or line}\n".encode()
    about = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
    about += [("Content-Length", str(len(body))), *FOR_PLAYERS, *(headers or [])]
    return Answer(line, about, [body])


def _moved(where: str) -> Answer:
    headers = [("Location", where), ("Cache-Control", "no-store"), ("Content-Length", "0"), *FOR_PLAYERS]
    return Answer("302 Found", headers, [])


def _preflight() -> Answer:
    headers = [
        ("Access-Control-Allow-Methods", "GET, HEAD"),
        ("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match"),
        ("Access-Control-Max-Age", "86400"),
        ("Content-Length", "0"),
    ]
    return Answer("204 No Content", [*FOR_PLAYERS, *headers], [])

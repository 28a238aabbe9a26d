"""A server with one file, which it gives out whole or in pieces; and one that speaks as Dropbox does."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from tests.adapters.egress.server import says

CONTENT, TOKEN = "/2/sharing/get_shared_link_file", "/oauth2/token"


def part_of(film: bytes, request: str, most: int) -> tuple[bytes, str]:
    first, last = re.fullmatch(r"bytes=(\d+)-(\d+)", request).groups()
    body = film[int(first) : min(int(last) + 1, int(first) + most)]
    return body, f"bytes {first}-{int(first) + len(body) - 1}/{len(film)}"


@dataclass
class Film:
    """``most``: bytes of one answer, so that small films have pieces too."""

    film: bytes
    etag: str = '"one"'
    most: int = 400
    kind: str = "video/mp4"

    def __call__(self, handler):
        asked = handler.headers.get("range")
        condition = handler.headers.get("if-range", self.etag)
        if not asked or condition != self.etag:
            return says(self.film, content_type=self.kind, etag=self.etag)(handler)
        if int(re.search(r"\d+", asked).group()) >= len(self.film):
            return says(b"", status=416)(handler)
        body, place = part_of(self.film, asked, self.most)
        return says(body, 206, content_range=place, content_type=self.kind, etag=self.etag)(handler)


@dataclass
class Dropbox:
    """Knows one link. ``refused``: answers given before the film, one each; ``cut``: bytes sent of the first piece."""

    film: bytes
    rev: str = "r1"
    link: str = "https://www.dropbox.com/scl/fi/abc/Lecture%201.mp4?rlkey=k&dl=0"
    most: int = 400
    good: set = field(default_factory=set)
    given: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    cut: int = 0

    def acts(self):
        return {CONTENT: [self.content], TOKEN: [self.token]}

    def token(self, handler):
        form = parse_qs(handler.server.world.got[-1].body.decode())
        if form.get("refresh_token") != ["lasting"] or form.get("grant_type") != ["refresh_token"]:
            return says(b'{"error": "invalid_grant"}', status=400)(handler)
        self.given.append(f"token-{len(self.given) + 1}")
        self.good = {self.given[-1]}
        said = json.dumps({"access_token": self.given[-1], "token_type": "bearer", "expires_in": 14400})
        return says(said.encode(), content_type="application/json")(handler)

    def content(self, handler):
        if handler.headers.get("authorization", "").removeprefix("Bearer ") not in self.good:
            return says(b'{"error_summary": "expired_access_token/"}', status=401)(handler)
        if self.refused:
            return self.refused.pop(0)(handler)
        if json.loads(handler.headers["dropbox-api-arg"])["url"] != self.link:
            return says(b'{"error_summary": "shared_link_not_found/"}', status=409)(handler)
        body, place = part_of(self.film, handler.headers["range"], self.most)
        result = json.dumps({".tag": "file", "name": "Lecture 1.mp4", "size": len(self.film), "rev": self.rev})
        head = {"content_range": place, "dropbox_api_result": result, "content_type": "application/octet-stream"}
        if self.cut:
            keep, self.cut = self.cut, 0
            handler.wfile.write(f"HTTP/1.1 206 Partial\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body[:keep])
            handler.close_connection = True
            return None
        return says(body, 206, **head)(handler)

"""YouTube, as far as uploads, captions and quotas go. Numbers are those of its quota calculator."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.vendor_server import Answer, Asked, Vendor, told

COST = {"captions.list": 50, "captions.insert": 400, "captions.update": 450, "videos.list": 1, "videos.delete": 50}
RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+)")


@dataclass
class FakeYouTube(Vendor):
    """``units`` and ``inserts`` are what is left of today. A session takes ``takes`` bytes of a part, then stumbles."""

    units: int = 10_000
    inserts: int = 100
    videos: dict[str, dict[str, Any]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, bytearray] = field(default_factory=dict)
    about: dict[str, dict[str, Any]] = field(default_factory=dict)
    tracks: dict[str, dict[str, Any]] = field(default_factory=dict)
    state: str = "uploaded"
    takes: int | None = None
    signed_in: bool = True
    largest: int = 0
    tokens: int = 0

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/token":
            self.tokens += 1
            ok = self.signed_in and asked.form.get("grant_type") == "refresh_token"
            return told(
                {"access_token": f"t{self.tokens}", "expires_in": 3600} if ok else {"error": "invalid_grant"},
                200 if ok else 400,
            )
        if asked.path.startswith("/session/"):
            return self._part(asked, asked.path.removeprefix("/session/"))
        name = {"GET": "list", "POST": "insert", "PUT": "update", "DELETE": "delete"}[asked.method]
        call = f"{asked.path.rpartition('/')[2]}.{name}"
        if self._spent(call):
            return _refused("quotaExceeded", "The request cannot be completed because you have exceeded your quota.")
        method: Any = getattr(self, f"_{call.replace('.', '_')}")
        answer: Answer = method(asked)
        return answer

    def _spent(self, call: str) -> bool:
        if call == "videos.insert":
            self.inserts -= 1
            return self.inserts < 0
        self.units -= COST[call]
        return self.units < 0

    def _videos_insert(self, asked: Asked) -> Answer:
        name = f"s{len(self.sessions)}"
        self.sessions[name], self.about[name] = bytearray(), asked.json
        return 200, {"location": f"{self.url}/session/{name}"}, b""

    def _part(self, asked: Asked, name: str) -> Answer:
        if name not in self.sessions:
            return told({}, 404)
        self.largest = max(self.largest, len(asked.body))
        held, total = self.sessions[name], int(RANGE.fullmatch(asked.headers["content-range"])[3])  # type: ignore[index]
        if asked.body:
            begin = int(RANGE.fullmatch(asked.headers["content-range"])[1])  # type: ignore[index]
            assert begin == len(held), "a part was sent twice, or one was left out"
            held += asked.body if self.takes is None else asked.body[: self.takes]
            if self.takes is not None:
                self.takes = None
                return told({"error": {"code": 503}}, 503)
        if len(held) < total:
            return 308, ({"range": f"bytes=0-{len(held) - 1}"} if held else {}), b""
        key = f"video{len(self.videos)}"
        self.videos[key], self.bytes[key] = self.about[name], len(held)
        return told({"id": key})

    def _videos_list(self, asked: Asked) -> Answer:
        there = asked.query["id"] in self.videos
        return told({"items": [{"status": {"uploadStatus": self.state}}] if there else []})

    def _videos_delete(self, asked: Asked) -> Answer:
        if self.videos.pop(asked.query["id"], None) is None:
            return _refused("videoNotFound", "The video cannot be found.", 404)
        return 204, {}, b""

    def _captions_list(self, asked: Asked) -> Answer:
        machine = {"id": "asr", "snippet": {"language": "en", "trackKind": "asr"}}
        own = [{"id": key, "snippet": {**one, "trackKind": "standard"}} for key, one in self.tracks.items()]
        return told({"items": [machine, *own]})

    def _captions_insert(self, asked: Asked) -> Answer:
        about, vtt = _related(asked)
        key = f"track{len(self.tracks)}"
        self.tracks[key] = {**about["snippet"], "vtt": vtt}
        return told({"id": key})

    def _captions_update(self, asked: Asked) -> Answer:
        about, vtt = _related(asked)
        self.tracks[about["id"]]["vtt"] = vtt
        return told({"id": about["id"]})


def _refused(reason: str, words: str, status: int = 403) -> Answer:
    return told({"error": {"code": status, "message": words, "errors": [{"reason": reason}]}}, status)


def _related(asked: Asked) -> tuple[dict[str, Any], str]:
    boundary = asked.headers["content-type"].partition("boundary=")[2].encode()
    first, second = asked.body.split(b"--" + boundary)[1:3]
    return json.loads(first.partition(b"\r\n\r\n")[2]), second.partition(b"\r\n\r\n")[2].strip().decode()

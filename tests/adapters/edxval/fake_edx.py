"""An Open edX installation, as far as edx-val and the upload of captions go."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from tests.vendor_server import Answer, Asked, Vendor, told

VIDEOS = "/api/val/v0/videos/"
CAPTIONS = "/api/contentstore/v0/video_transcripts/"
REQUIRED = {"edx_video_id", "client_video_id", "duration", "status", "encoded_videos"}
PROFILES = {"hls", "desktop_mp4", "mobile_low", "youtube"}


@dataclass
class FakeEdx(Vendor):
    """``videos`` by id as edx-val shows them; ``captions`` by (video, language). ``tokens`` that were given out."""

    videos: dict[str, dict[str, Any]] = field(default_factory=dict)
    captions: dict[tuple[str, str], bytes] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    valid: set[str] = field(default_factory=set)
    lasts: int = 3600

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/oauth2/access_token/":
            return self._token(asked)
        if asked.headers.get("authorization", "").removeprefix("JWT ") not in self.valid:
            return told({"detail": "Invalid token."}, HTTPStatus.UNAUTHORIZED)
        if asked.path.startswith(CAPTIONS):
            return self._caption(asked)
        if asked.path == VIDEOS:
            return self._create(asked.json)
        return self._one(asked, asked.path.removeprefix(VIDEOS))

    def forget_tokens(self) -> None:
        self.valid.clear()

    def _token(self, asked: Asked) -> Answer:
        if asked.form.get("client_secret") != "open sesame" or asked.form.get("token_type") != "JWT":
            return told({"error": "invalid_client"}, HTTPStatus.UNAUTHORIZED)
        self.tokens.append(f"token-{len(self.tokens)}")
        self.valid.add(self.tokens[-1])
        return told({"access_token": self.tokens[-1], "expires_in": self.lasts, "token_type": "JWT"})

    def _create(self, data: dict[str, Any]) -> Answer:
        problems = _problems(data)
        if data.get("edx_video_id") in self.videos:
            problems["edx_video_id"] = ["video with this edx video id already exists."]
        if problems:
            return told(problems, HTTPStatus.BAD_REQUEST)
        self.videos[data["edx_video_id"]] = data
        return told(data, HTTPStatus.CREATED)

    def _one(self, asked: Asked, key: str) -> Answer:
        if key not in self.videos:
            return told({"detail": "Not found."}, HTTPStatus.NOT_FOUND)
        if asked.method == "PATCH":
            if problems := _problems(asked.json):
                return told(problems, HTTPStatus.BAD_REQUEST)
            there = self.videos[key]
            courses = there["courses"] + asked.json.get("courses", [])
            if len({str(one) for one in courses}) < len(courses):
                return told({"detail": "duplicate key value"}, HTTPStatus.INTERNAL_SERVER_ERROR)
            self.videos[key] = {**there, **asked.json, "courses": courses}
        return told(self.videos[key])

    def _caption(self, asked: Asked) -> Answer:
        parts = _multipart(asked)
        self.captions[parts["edx_video_id"].decode(), parts["new_language_code"].decode()] = parts["file"]
        return told({}, HTTPStatus.CREATED)


def _problems(data: dict[str, Any]) -> dict[str, Any]:
    problems: dict[str, Any] = {name: ["This field is required."] for name in REQUIRED - set(data)}
    for one in data.get("encoded_videos", []):
        if one["profile"] not in PROFILES:
            problems["encoded_videos"] = [{"profile": [f"Object with profile_name={one['profile']} does not exist."]}]
    return problems


def _multipart(asked: Asked) -> dict[str, bytes]:
    boundary = asked.headers["content-type"].partition("boundary=")[2].encode()
    found = {}
    for part in asked.body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        found[head.partition(b'name="')[2].partition(b'"')[0].decode()] = value
    return found

"""The client of YouTube against a server that keeps sessions, tracks and quotas."""

import io
from collections.abc import Iterator

import pytest

from learnstead.adapters.youtube_upload import sessions
from learnstead.adapters.youtube_upload.client import YouTubeClient
from learnstead.kernel.errors import Transient
from learnstead.ports.youtube import (
    Processing,
    Unfinished,
    YouTubeDraft,
    YouTubeQuotaExceeded,
    YouTubeRefused,
)
from tests.adapters.youtube_upload.fake_youtube import FakeYouTube
from tests.vendor_server import serving, told

DRAFT = YouTubeDraft(title="Tides", description="The moon pulls.")
SIZE = sessions.PART * 2 + 1000


@pytest.fixture
def youtube() -> Iterator[FakeYouTube]:
    with serving(FakeYouTube()) as one:
        yield one


def client(youtube: FakeYouTube) -> YouTubeClient:
    return YouTubeClient(
        client_id="us", client_secret="s", refresh_token="r", api=youtube.url, tokens=f"{youtube.url}/token"
    )


class Source(io.RawIOBase):
    """A file of any size that remembers the most that was read of it at a time."""

    def __init__(self, size: int) -> None:
        self.size, self.at, self.most = size, 0, 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset
        return offset

    def read(self, size: int = -1) -> bytes:
        size = self.size - self.at if size < 0 else min(size, self.size - self.at)
        self.most = max(self.most, size)
        self.at += size
        return bytes(size)


def nothing_before(told: list[str]) -> Unfinished:
    return Unfinished(session="", remember=told.append)


def test_a_video_goes_up_in_parts_and_is_unlisted(youtube: FakeYouTube) -> None:
    source, remembered = Source(SIZE), []
    key = client(youtube).upload(DRAFT, source, size=SIZE, unfinished=nothing_before(remembered))  # type: ignore[arg-type]
    assert (youtube.bytes[key], remembered) == (SIZE, [f"{youtube.url}/session/s0"])
    assert max(source.most, youtube.largest) == sessions.PART
    assert youtube.videos[key]["status"]["privacyStatus"] == "unlisted"
    assert youtube.tokens == 1


def test_an_upload_goes_on_where_it_broke_off(youtube: FakeYouTube) -> None:
    youtube.takes, remembered = 300_000, []
    with pytest.raises(Transient, match="503"):
        client(youtube).upload(DRAFT, Source(SIZE), size=SIZE, unfinished=nothing_before(remembered))  # type: ignore[arg-type]
    again = Unfinished(session=remembered[0], remember=remembered.append)
    key = client(youtube).upload(DRAFT, Source(SIZE), size=SIZE, unfinished=again)  # type: ignore[arg-type]
    assert (youtube.bytes[key], len(youtube.sessions), len(remembered)) == (SIZE, 1, 1)


def test_a_session_that_was_forgotten_begins_anew(youtube: FakeYouTube) -> None:
    remembered: list[str] = []
    lost = Unfinished(session=f"{youtube.url}/session/lost", remember=remembered.append)
    assert client(youtube).upload(DRAFT, io.BytesIO(b"film"), size=4, unfinished=lost) == "video0"
    assert len(remembered) == 1


def test_a_used_up_quota_is_told_from_a_refusal(youtube: FakeYouTube) -> None:
    youtube.inserts = 0
    with pytest.raises(YouTubeQuotaExceeded, match="quotaExceeded"):
        client(youtube).upload(DRAFT, io.BytesIO(b"film"), size=4, unfinished=nothing_before([]))
    youtube.trouble = [
        told({"access_token": "t", "expires_in": 60}),
        told({"error": {"code": 403, "errors": [{"reason": "forbidden"}]}}, 403),
    ]
    with pytest.raises(YouTubeRefused, match="forbidden"):
        client(youtube).processing("video0")


def test_captions_are_added_then_replaced(youtube: FakeYouTube) -> None:
    one = client(youtube)
    track = one.save_caption("video0", language="en", vtt=b"WEBVTT\n\nfirst")
    assert one.captions("video0") == {"en": track}
    one.save_caption("video0", language="en", vtt=b"WEBVTT\n\nsecond", track=track)
    assert youtube.tracks[track]["vtt"] == "WEBVTT\n\nsecond"
    assert youtube.units == 10_000 - 400 - 50 - 450


def test_how_far_youtube_is(youtube: FakeYouTube) -> None:
    one = client(youtube)
    key = one.upload(DRAFT, io.BytesIO(b"film"), size=4, unfinished=nothing_before([]))
    youtube.state = "processed"
    assert one.processing(key) is Processing.PROCESSED
    one.remove(key)
    one.remove(key)
    assert one.processing(key) is Processing.GONE


def test_a_withdrawn_sign_in_says_who_must_act(youtube: FakeYouTube) -> None:
    youtube.signed_in = False
    with pytest.raises(YouTubeRefused, match="sign in again"):
        client(youtube).processing("video0")

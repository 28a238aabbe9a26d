"""The client of edx-val against a server that answers as edx-val does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from learnstead.adapters.edxval.client import EdxValClient
from learnstead.kernel.errors import Transient
from learnstead.ports.edx_videos import EdxRefused, EdxSite, EdxVideo, EncodedVideo, Saved
from tests.adapters.edxval.fake_edx import FakeEdx
from tests.vendor_server import serving, told

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TIDES = EdxVideo(
    id="0f3f8e0c-8a3c-4f3f-9f0f-111111111111",
    title="Tides",
    duration=132.033,
    encoded=(
        EncodedVideo("hls", "https://video.example.org/tides/master.m3u8", 5000, 900_000),
        EncodedVideo("desktop_mp4", "https://video.example.org/tides/download.mp4", 4000),
    ),
    course_id="course-v1:Sea+T1+2026",
)


@pytest.fixture
def edx() -> Iterator[FakeEdx]:
    with serving(FakeEdx()) as one:
        yield one


def site(edx: FakeEdx) -> EdxSite:
    return EdxSite("campus", edx.url, client_id="us", client_secret="open sesame", studio_url=edx.url)


def test_a_new_video_is_created_with_both_profiles_and_its_course(edx: FakeEdx) -> None:
    assert EdxValClient().save(site(edx), TIDES) is Saved.CREATED
    assert edx.videos[TIDES.id] == {
        "client_video_id": "Tides",
        "edx_video_id": TIDES.id,
        "encoded_videos": [
            {
                "url": "https://video.example.org/tides/master.m3u8",
                "file_size": 5000,
                "bitrate": 900_000,
                "profile": "hls",
            },
            {
                "url": "https://video.example.org/tides/download.mp4",
                "file_size": 4000,
                "bitrate": 0,
                "profile": "desktop_mp4",
            },
        ],
        "courses": [{"course-v1:Sea+T1+2026": None}],
        "status": "file_complete",
        "duration": 132.033,
    }


def test_a_video_that_is_there_is_changed_and_keeps_its_courses(edx: FakeEdx) -> None:
    client = EdxValClient()
    client.save(site(edx), TIDES)
    assert client.save(site(edx), replace(TIDES, title="Tides and moons")) is Saved.UPDATED
    client.save(site(edx), replace(TIDES, course_id="course-v1:Sea+T1+2027"))
    there = edx.videos[TIDES.id]
    assert there["courses"] == [{"course-v1:Sea+T1+2026": None}, {"course-v1:Sea+T1+2027": None}]
    assert [one["profile"] for one in there["encoded_videos"]] == ["hls", "desktop_mp4"]


def test_a_validation_error_is_an_error_and_nothing_is_patched(edx: FakeEdx) -> None:
    wrong = replace(TIDES, encoded=(EncodedVideo("hologram", "https://video.example.org/"),))
    with pytest.raises(EdxRefused, match="profile_name=hologram does not exist"):
        EdxValClient().save(site(edx), wrong)
    assert not [one for one in edx.asked if one.method == "PATCH"]


def test_a_complaint_about_an_id_that_is_not_there_is_an_error(edx: FakeEdx) -> None:
    edx.valid.add("token-0")
    client = EdxValClient()
    client.save(site(edx), TIDES)
    edx.trouble.append(told({"edx_video_id": ["Enter a valid value."]}, 400))
    with pytest.raises(EdxRefused, match="Enter a valid value"):
        client.save(site(edx), replace(TIDES, id="22222222-2222-2222-2222-222222222222"))


def test_a_token_is_kept_until_it_ends(edx: FakeEdx) -> None:
    time = [NOON]
    client = EdxValClient(now=lambda: time[0])
    client.save(site(edx), TIDES)
    client.save(site(edx), TIDES)
    assert len(edx.tokens) == 1
    time[0] += timedelta(hours=1)
    client.save(site(edx), TIDES)
    assert len(edx.tokens) == 2


def test_a_token_that_is_refused_is_replaced_once(edx: FakeEdx) -> None:
    client = EdxValClient()
    client.save(site(edx), TIDES)
    edx.forget_tokens()
    assert client.save(site(edx), TIDES) is Saved.UPDATED
    assert len(edx.tokens) == 2


def test_wrong_credentials_are_said_and_never_shown(edx: FakeEdx) -> None:
    with pytest.raises(EdxRefused, match="its client id and secret") as caught:
        EdxValClient().save(replace(site(edx), client_secret="a wrong one"), TIDES)
    assert "a wrong one" not in str(caught.value)


def test_an_installation_that_is_busy_is_asked_again_later(edx: FakeEdx) -> None:
    edx.trouble.append(told({}, 503))
    with pytest.raises(Transient, match="Open edX campus answered 503"):
        EdxValClient().save(site(edx), TIDES)


def test_captions_go_to_the_authors_tools(edx: FakeEdx) -> None:
    srt = b"1\n00:00:00,000 --> 00:00:02,000\nThe moon pulls.\n"
    EdxValClient().save_transcript(site(edx), video=TIDES, language="en", srt=srt)
    assert edx.captions == {(TIDES.id, "en"): srt.strip()}
    assert edx.asked[-1].path.endswith(TIDES.course_id)

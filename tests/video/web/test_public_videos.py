"""The public list keeps the contract of ODL Video Service, and our own source reads it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from learnstead.video.models import Video
from tests.video.cast import NOON, caption, collection, person, video

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v0/public/videos/"
GOLDEN = Path(__file__).parents[4] / "shared/fixtures/video/ovs_public_videos_actual.json"
ADDED = {"updated_at", "url"}


@pytest.fixture
def lectures():
    owner = person("owner")
    return collection(owner, title="6.0001 Lectures", is_public=True, stream_source="Cloudfront")


@pytest.fixture
def first(lectures):
    found = video(lectures, title="Lecture 1", description="x", is_public=True, cta_link="https://learn.mit.edu/x")
    caption(found)
    return found


def ask(client, query: str = ""):
    return client.get(f"{ADDRESS}{query}").json()


def titles(client, query: str = "") -> list[str]:
    return [one["title"] for one in ask(client, query)["results"]]


def shape(value):
    """Names in their order, and kinds of values, without what is added."""
    if isinstance(value, dict):
        return [(name, shape(inner)) for name, inner in value.items() if name not in ADDED]
    return [shape(one) for one in value] if isinstance(value, list) else type(value).__name__


@pytest.mark.skipif(not GOLDEN.exists(), reason="../shared is not here")
def test_the_list_has_the_fields_of_the_golden_answer_in_their_order(client, first):
    golden = json.loads(GOLDEN.read_text())
    # Nothing there was on YouTube; here nothing is either.
    assert shape(ask(client)) == shape(golden)
    ours, theirs = ask(client)["results"][0], golden["results"][0]
    same = ("title", "description", "status", "is_public", "youtube_id", "cta_link", "duration", "multiangle")
    assert {name: ours[name] for name in same} == {name: theirs[name] for name in same}
    assert {name: ours["collection"][name] for name in ("title", "description", "stream_source", "for_shorts")} == {
        name: theirs["collection"][name] for name in ("title", "description", "stream_source", "for_shorts")
    }
    assert ours["videosubtitle_set"][0]["language_name"] == "English"


def test_addresses_are_whole_stable_and_without_a_signature(client, first):
    item = ask(client)["results"][0]
    place = f"http://127.0.0.1:8000/media/v/{first.hexkey}/1"
    assert item["sources"] == [{"src": f"{place}/master.m3u8", "label": "HLS", "type": "application/x-mpegURL"}]
    assert item["videothumbnail_set"][0]["cloudfront_url"] == f"{place}/poster.jpg"
    track = item["videosubtitle_set"][0]
    # Readers put this behind the host of the stream.
    assert f"http://127.0.0.1:8000/{track['s3_object_key']}" == track["url"] == f"{place}/captions/en-1.vtt"
    assert client.get(ADDRESS).content == client.get(ADDRESS).content
    assert client.get(ADDRESS).headers["Content-Type"] == "application/json"


def test_only_public_videos_are_in_it(client, lectures, first):
    video(lectures)
    video(lectures, is_private=True)
    video(lectures, is_logged_in_only=True)
    video(lectures, is_public=True, deleted_at=NOON)
    client.force_login(lectures.owner)
    assert titles(client) == ["Lecture 1"]


def test_a_video_that_cannot_be_played_yet_is_listed_without_sources(client, lectures):
    video(lectures, is_public=True, status=Video.Status.TRANSCODING, playable=False, title="Soon")
    (item,) = ask(client)["results"]
    assert (item["sources"], item["videothumbnail_set"], item["duration"]) == ([], [], 0.0)


def test_every_filter_narrows_the_list(client, lectures, first):
    tube = collection(lectures.owner, title="Shorts", stream_source="Youtube", include_in_learn=True, for_shorts=True)
    video(tube, title="Heat", description="warm", is_public=True, created_at=NOON + timedelta(hours=1))
    expected = {
        "?title=lect": ["Lecture 1"],
        "?description=WARM": ["Heat"],
        "?status=Complete": ["Heat", "Lecture 1"],
        "?status=complete": [],
        f"?collection={lectures.key}": ["Lecture 1"],
        f"?collection={lectures.hexkey}": ["Lecture 1"],
        "?collection_title=short": ["Heat"],
        "?stream_source=youtube": ["Heat"],
        "?exclude_source=Youtube,Elsewhere": ["Lecture 1"],
        "?include_in_learn=true": ["Heat"],
        "?include_in_learn=false": ["Lecture 1"],
        "?for_shorts=true": ["Heat"],
        "?search=6.0001": ["Lecture 1"],
        "?ordering=title": ["Heat", "Lecture 1"],
        "?ordering=-title": ["Lecture 1", "Heat"],
        "?ordering=created_at": ["Lecture 1", "Heat"],
        "?ordering=secret": ["Heat", "Lecture 1"],
        "": ["Heat", "Lecture 1"],
    }
    assert {query: titles(client, query) for query in expected} == expected


def test_mistakes_are_answered_as_before(client, first):
    wrong = client.get(f"{ADDRESS}?collection=nonsense")
    assert (wrong.status_code, wrong.json()) == (400, {"collection": ["Enter a valid UUID."]})
    beyond = client.get(f"{ADDRESS}?page=99")
    assert (beyond.status_code, beyond.json()) == (404, {"detail": "Invalid page."})
    assert client.post(ADDRESS).status_code == 405


def test_pages_lead_to_each_other_and_keep_the_filters(client, lectures):
    for number in range(3):
        video(lectures, title=f"Lecture {number}", is_public=True, created_at=NOON + timedelta(minutes=number))
    base = f"http://127.0.0.1:8000{ADDRESS}"
    second = ask(client, "?page_size=1&page=2&search=lecture")
    assert [one["title"] for one in second["results"]] == ["Lecture 1"]
    assert second["next"] == f"{base}?page=3&page_size=1&search=lecture"
    assert second["previous"] == f"{base}?page_size=1&search=lecture"
    counted = {name: second[name] for name in ("count", "start_index", "end_index", "num_pages")}
    assert counted == {"count": 3, "start_index": 2, "end_index": 2, "num_pages": 3}
    assert ask(client, "?search=nothing")["start_index"] == 0


def test_many_videos_cost_no_more_questions_than_one(client, lectures, first, django_assert_num_queries):
    with django_assert_num_queries(5):
        ask(client)
    for _ in range(5):
        caption(video(lectures, is_public=True))
    with django_assert_num_queries(5):
        ask(client)

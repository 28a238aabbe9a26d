"""Programs that read the public list of ODL Video Service read ours: as they are known to, and their own code."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from learnstead.ports.services import install, services
from learnstead.video.domain import visibility
from learnstead.video.models import Video
from tests.video.cast import caption, collection, person, video

HOST = "video.example.org"
LIST = "/api/v0/public/videos/?page_size=1"
PROGRAM = Path(__file__).with_name("other_readers.py")
CHECKOUTS = {"mit-learn": "LEARNSTEAD_TEST_MIT_LEARN", "ol-data-platform": "LEARNSTEAD_TEST_OL_DATA_PLATFORM"}


def at(address: str):
    """The services, at another address of ours."""
    return replace(services(), url=address)


@pytest.fixture
def site(db):
    """Ours, with certificate; its objects are those of the tests."""
    before = services()
    install(at(f"https://{HOST}"))
    yield services()
    install(before)


@pytest.fixture
def films(site):
    """Two collections that are read, of which one is of shorts, and what is not to be read."""
    owner = person("owner")
    tides = collection(owner, title="Tides", include_in_learn=True)
    shorts = collection(owner, title="In a minute", include_in_learn=True, for_shorts=True)
    shown = [video(tides, title=f"Tides {number}", is_public=True) for number in (1, 2)]
    shown.append(video(shorts, title="Low water", is_public=True, cta_link="https://example.org/more"))
    for number, one in enumerate(shown):
        for language in ("en", "de")[: number + 1]:
            caption(one, language=language)
            site.objects.put(f"video/delivery/{one.hexkey}/1/captions/{language}-1.vtt", b"WEBVTT\n")
        visibility.follow(one, objects=site.objects)
    video(collection(owner, is_public=True), title="Not for learning", is_public=True)
    video(tides, title="Nobody's business")
    video(tides, title="Soon", is_public=True, status=Video.Status.TRANSCODING, playable=False)
    return {"Tides": shown[:2], "In a minute": shown[2:]}


def asked(client, address: str):
    """What is at an address of ours, as somebody who is not known here gets it."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", secure=True, headers={"host": "127.0.0.1"})


def read(client) -> dict[str, list[dict]]:
    """Read the list as MIT Learn is known to: in its own words, what it looks at."""
    playlists: dict[str, list[dict]] = {}
    address = f"https://{HOST}{LIST}"
    while address:
        if "include_in_learn" not in urlsplit(address).query:
            address += "&include_in_learn=true"
        page = asked(client, address).json()
        for item in page["results"]:
            streams = [urlsplit(one["src"]) for one in item["sources"]]
            fit = [one for one in streams if (one.scheme, one.hostname) == ("https", HOST)]
            if item["is_public"] and item["status"] == "Complete" and fit and fit[0].path.endswith(".m3u8"):
                playlists.setdefault(item["collection"]["title"], []).append(item)
        address = page["next"]
    return playlists


def captions_of(item: dict) -> dict[str, str]:
    """Addresses of captions, made of the host of the picture, or else of the stream."""
    pictures = [one["cloudfront_url"] for one in item["videothumbnail_set"]]
    host = urlsplit([*pictures, *(one["src"] for one in item["sources"])][0]).netloc
    return {one["language"]: f"https://{host}/{one['s3_object_key']}" for one in item["videosubtitle_set"]}


def test_playlists_and_shorts_are_those_that_are_public_complete_and_for_learning(client, films):
    found = read(client)
    keys = {title: {item["key"] for item in items} for title, items in found.items()}
    assert keys == {title: {one.hexkey for one in shown} for title, shown in films.items()}
    shorts = {title: {item["collection"]["for_shorts"] for item in items} for title, items in found.items()}
    assert shorts == {"Tides": {False}, "In a minute": {True}}
    (short,) = found["In a minute"]
    assert (short["cta_link"], short["duration"]) == ("https://example.org/more", 3661.5)


def test_addresses_of_captions_that_readers_make_lead_to_captions(client, films):
    made = [captions_of(item) for items in read(client).values() for item in items]
    assert sorted(sorted(one) for one in made) == [["de", "en"], ["de", "en"], ["en"]]
    for address in (address for one in made for address in one.values()):
        answer = asked(client, address)
        assert (urlsplit(address).hostname, answer.status_code) == (HOST, 200), address
        assert answer.headers["Content-Type"].startswith("text/vtt")


def test_pages_of_videos_and_collections_are_where_readers_expect_them(client, films):
    for item in (item for items in read(client).values() for item in items):
        for place in (f"/videos/{item['key']}", f"/collections/{item['collection']['key']}"):
            answer = client.get(place, follow=True, secure=True, headers={"host": "127.0.0.1"})
            assert (place, answer.status_code) == (place, 200)


@pytest.fixture
def run(live_server, films):
    """Run somebody else's own reader on ours."""
    install(at(live_server.url))

    def run(which: str):
        address = f"{live_server.url}{LIST}&include_in_learn=true"
        command = [sys.executable, PROGRAM, which, os.environ[CHECKOUTS[which]], address]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])

    return run


def there_is(which: str):
    """Only where a setting names a folder with the code of somebody else."""
    setting = CHECKOUTS[which]
    return pytest.mark.skipif(setting not in os.environ, reason=f"{setting} names no checkout of {which} to run")


@there_is("mit-learn")
def test_mit_learns_own_reader_finds_the_same(client, films, run):
    found = {playlist["title"]: playlist["videos"] for playlist in run("mit-learn")}
    keys = {title: {one["readable_id"] for one in videos} for title, videos in found.items()}
    assert keys == {title: {one.hexkey for one in shown} for title, shown in films.items()}
    for one in (one for videos in found.values() for one in videos):
        assert one["video"]["duration"] == "PT1H1M1S"
        assert one["video"]["caption_urls"][0]["language_name"] == "English"
        for track in one["video"]["caption_urls"]:
            assert asked(client, track["url"]).status_code == 200


@there_is("ol-data-platform")
def test_the_data_platforms_own_reader_finds_the_same_twice(films, run):
    found = run("ol-data-platform")
    assert set(found) == {one.hexkey for shown in films.values() for one in shown} | soon()
    assert run("ol-data-platform") == found


def soon() -> set[str]:
    """What is public and not complete is passed on, too: MIT Learn leaves it out."""
    return {one.hexkey for one in Video.objects.filter(title="Soon")}

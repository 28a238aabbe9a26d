"""ODL Video Service."""

from collections import Counter

import pytest

from learnstead.data.sources import ovs
from learnstead.kernel.contracts import VideoChannel
from learnstead.kernel.contracts.records import key_of, resource_key
from tests.data.feeds import feed_of
from tests.data.running import run_source

SERVICE = ovs.Service("https://video.example.edu", frozenset({"video.example.edu", "media.example.edu"}))


def item(**said):
    return {
        "key": "a1",
        "title": "Tides",
        "status": "Complete",
        "is_public": True,
        "sources": [{"src": "https://media.example.edu/a1.m3u8"}],
        "collection": {"key": "sea", "title": "The sea"},
        "videothumbnail_set": [],
        "videosubtitle_set": [],
    } | said


def test_videos_playlists_and_their_channel(tmp_path, replay):
    ran = run_source("ovs", folder=tmp_path, replay=replay)

    assert ran.scope("all").complete == "2 of 2 declared, 1 page"
    videos = [record for record in ran.records if getattr(record, "resource_type", "") == "video"]
    assert [(video.title, video.video.duration) for video in videos] == [
        ("Introduction to Machine Learning", "PT1H1M1S"),
        ("Advanced Data Structures", "PT0S"),
    ]
    assert videos[0].video.transcript.endswith("Welcome to machine learning.")
    playlists = [record for record in ran.records if getattr(record, "resource_type", "") == "video_playlist"]
    assert {(one.etl_source, one.video_playlist.channel, len(one.children)) for one in playlists} == {("ovs", "ovs", 1)}
    channel = VideoChannel(channel_id="ovs", etl_source="ovs", title="ODL Video Service", published=True)
    assert [record for record in ran.records if isinstance(record, VideoChannel)] == [channel]


def test_captions_that_are_away_cost_only_the_transcript(tmp_path, replay, replay_server):
    _, state = replay_server
    state.faults.append({"host": "d1rlgptj9v7p9j.cloudfront.net", "status": 503})

    ran = run_source("ovs", folder=tmp_path, replay=replay)

    assert not ran.scope("all").failed
    assert ran.records[0].video.transcript == ""
    assert "without its transcript" in ran.journal.notes[0]


@pytest.mark.parametrize(
    "said",
    [
        {"is_public": False},
        {"status": "Transcoding"},
        {"collection": None},
        {"key": "../a"},
        {"sources": []},
        {"sources": [{"src": "https://media.example.edu/a1.mp4"}]},
        {"sources": [{"src": "http://media.example.edu/a1.m3u8"}]},
        {"sources": [{"src": "https://elsewhere.example/a1.m3u8"}]},
    ],
)
def test_a_video_that_cannot_be_shown_is_left_out(said):
    assert not ovs.is_shown(item(**said), SERVICE)


def test_shorts_are_called_so_and_a_link_onward_must_stay_here():
    short = ovs.video(
        item(collection={"key": "sea", "title": "The sea", "for_shorts": True}, cta_link="https://elsewhere.example/"),
        SERVICE,
        transcript="",
    )
    assert short.resource_category == "Video Short"
    assert short.url == "https://video.example.edu/videos/a1"


def test_the_sample_payloads_show_two_pages_shorts_and_transcripts(tmp_path):
    with feed_of("ovs") as world:
        ran = run_source("ovs", folder=tmp_path, replay=world.url)

    assert ran.scope("all").complete == "9 of 9 declared, 2 pages"
    assert not ran.quarantined
    assert not ran.journal.notes
    kinds = Counter(getattr(record, "resource_category", "channel") for record in ran.records)
    assert kinds == {"Video": 6, "Video Short": 2, "Video Playlist": 3, "channel": 1}


def test_captions_that_did_not_change_are_not_asked_for_again(tmp_path):
    with feed_of("ovs") as world:
        first = run_source("ovs", folder=tmp_path, replay=world.url)
        world.routes = [route for route in world.routes if not route.entry["path"].endswith(".vtt")]
        second = run_source("ovs", folder=tmp_path, replay=world.url, before=first)

    assert second.records == first.records
    assert not second.journal.notes


def test_a_playlist_goes_with_the_last_of_its_videos_and_the_channel_with_the_last_playlist(tmp_path):
    with feed_of("ovs") as world:
        records = run_source("ovs", folder=tmp_path, replay=world.url).records
    playlists = {one.title: one for one in records if getattr(one, "video_playlist", None)}
    keys = {title: ovs.playlist_key(one.readable_id) for title, one in playlists.items()}
    videos = {resource_key("video", "ovs", child.readable_id) for one in playlists.values() for child in one.children}
    of_tides = {resource_key("video", "ovs", child.readable_id) for child in playlists["Reading the Tides"].children}

    assert ovs.emptied(records, gone=set()) == set()
    assert ovs.emptied(records, gone=of_tides) == {keys["Reading the Tides"]}
    assert ovs.emptied(records, gone=videos) == {*keys.values(), key_of(ovs.CHANNEL)}

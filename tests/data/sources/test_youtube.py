"""YouTube."""

from collections import Counter

import pytest

from learnstead.config.feeds.routes import Route
from learnstead.data.youtube.lectures import ENOUGH
from learnstead.kernel.contracts import ContentFile, ContentParent, LearningResource, Run
from tests.data.feeds import feed_of
from tests.data.running import run_source

pytestmark = pytest.mark.slow  # together

KEY = {"api_key": "secret"}
SILENT = KEY | {"transcripts": "0"}
UNDER_THE_RIVER = {"rvrBend0001", "rvrBend0002", "rvrBend0003"}


def of(ran, kind):
    return {one.readable_id: one for one in ran.records if getattr(one, "resource_type", "") == kind}


def run(folder, world, **options):
    return run_source("youtube", folder=folder, replay=world.url, **{"settings": SILENT} | options)


@pytest.fixture
def world():
    with feed_of("youtube") as world:
        yield world


def answering(world, path, **entry):
    """What YouTube answers instead, at a path and perhaps for a query."""
    where = {"host": "youtube.googleapis.com", "path": f"/youtube/v3/{path}"}
    world.routes = [Route(world.routes[0].folder, where | entry), *world.routes]


def test_the_captured_playlists(tmp_path, replay):
    ran = run_source("youtube", folder=tmp_path, replay=replay, settings=KEY)

    assert {one.title: (len(one.children), one.offered_by) for one in of(ran, "video_playlist").values()} == {
        "Humanities & Social Sciences": (5, "mitx"),
        "MIT 18.06SC Linear Algebra, Fall 2011": (74, "ocw"),
        "3D Printing": (5, None),
    }
    assert len(of(ran, "video")) == 84
    assert ran.scope("PL221E2BBF13BECF6C").complete == "74 of 74 declared, 2 pages"
    first = of(ran, "video")["7UJ4CFRGd-U"]
    assert not {"http", "License:", "Instructor:"} & set(first.description.split())


def test_the_key_is_in_no_address_that_is_kept(tmp_path, world):
    ran = run(tmp_path, world, settings=KEY)
    assert "secret" not in "".join(str(exchange) for exchange in ran.snapshot.exchanges())


def test_private_videos_vanish_and_a_video_of_two_playlists_is_in_both(tmp_path, world):
    ran = run(tmp_path, world)

    assert not ran.quarantined
    playlists = of(ran, "video_playlist")
    children = {name: [child.readable_id for child in one.children] for name, one in playlists.items()}
    assert children["PLriverbends"] == ["rvrBend0001", "rvrBend0002", "rvrBend0003"]
    assert "rvrBend0001" in children["PLfielddays"]
    assert Counter(one.scope for one in ran.candidates if one.key == "video:youtube:rvrBend0001") == {
        "PLriverbends": 1,
        "PLfielddays": 1,
    }
    assert "PLouttakes" not in playlists


def test_a_written_transcript_is_taken_else_the_one_a_machine_heard(tmp_path, world):
    videos = of(run(tmp_path, world, settings=KEY), "video")

    assert videos["rvrBend0001"].video.transcript.startswith("Here is a tray of sand")
    assert videos["fldDay00001"].video.transcript.startswith("so we throw the orange in")
    assert videos["wlkProof003"].video.transcript == ""


def test_a_transcript_that_is_known_is_not_asked_for_again(tmp_path, world):
    first = run(tmp_path, world, settings=KEY)
    world.routes = [route for route in world.routes if route.host != "www.youtube.com"]

    second = run(tmp_path, world, settings=KEY, before=first)

    assert second.records == first.records
    assert not second.journal.notes


def test_a_youtube_that_gives_no_transcripts_is_asked_three_times_and_left_alone(tmp_path, world):
    world.routes = [route for route in world.routes if route.host != "www.youtube.com"]

    ran = run(tmp_path, world, settings=KEY)

    assert len(of(ran, "video")) == 8
    assert [note for note in ran.journal.notes if "asked for no more" in note]
    assert len(ran.journal.notes) == 4


def test_a_playlist_that_fails_takes_no_other_with_it(tmp_path, world):
    answering(world, "playlistItems", query={"playlistId": "PLfielddays"}, status=404, text="{}")

    ran = run(tmp_path, world)

    assert "404" in ran.scope("PLfielddays").failed
    assert set(of(ran, "video_playlist")) == {"PLriverbends", "PLwalkedproofs"}
    assert "PLfielddays" in ran.journal.listed


@pytest.mark.parametrize(
    "answer", [{"status": 403, "text": "quota"}, {"json": {"items": []}}, {"json": {"error": "x"}}]
)
def test_without_the_playlists_of_a_channel_nothing_is_said_to_be_all_there_is(tmp_path, world, answer):
    answering(world, "playlists", query={"channelId": "UCmathwalks00000000000002"}, **answer)

    ran = run(tmp_path, world)

    assert ran.scope("channel UCmathwalks00000000000002").failed
    assert ran.journal.listed is None
    assert set(of(ran, "video_playlist")) == {"PLriverbends", "PLfielddays"}


def test_a_list_that_is_short_is_read_and_proves_nothing(tmp_path, world):
    items = [{"contentDetails": {"videoId": "wlkProof001"}}]
    answering(world, "playlistItems", query={"playlistId": "PLwalkedproofs"}, json={
        "items": items, "pageInfo": {"totalResults": 3},
    })  # fmt: skip
    answering(world, "videos", query={"id": "wlkProof001"}, file="videos-walkedproofs.json")

    ran = run(tmp_path, world)

    assert not ran.scope("PLwalkedproofs").complete
    assert not ran.scope("PLwalkedproofs").failed
    assert ran.journal.listed


def lectures(*videos):
    """A course of the catalogue, and files of it that show these videos."""
    course = LearningResource(
        resource_type="course",
        readable_id="1.01+fall_2026",
        etl_source="ocw",
        platform="ocw",
        topics=["Hydrology", "Civil Engineering", "Physics"],
        runs=[Run(run_id="site-1")],
    )
    files = [
        ContentFile(
            parent=ContentParent(platform="ocw", run_id="site-1"),
            key=f"resources/{name}",
            etl_source="ocw",
            title=f"Lecture {name}",
            url=f"https://ocw.mit.edu/{name}",
            description="As the course tells it.",
            youtube_id=name,
        )
        for name in videos
    ]
    return {"ocw": [*files, course]}


def only_lectures(tmp_path, world, *, latest):
    listing = "- {channel_id: UCriverlab000000000000001, create_videos: false, playlists: [{id: PLriverbends}]}"
    where = {"host": "raw.githubusercontent.com", "path": "/mitodl/open-video-data/mitopen/youtube/channels.yaml"}
    world.routes = [Route(world.routes[0].folder, where | {"text": listing}), *world.routes]
    answering(world, "playlists", query={"id": "PLriverbends"}, file="playlists-1.json")
    return run(tmp_path, world, latest=latest)


def test_a_playlist_of_lectures_is_told_by_its_course(tmp_path, world):
    ran = only_lectures(tmp_path, world, latest=lectures("rvrBend0001", "rvrBend0003"))

    videos = of(ran, "video")
    assert set(videos) == {"rvrBend0001", "rvrBend0003"}
    assert (videos["rvrBend0001"].title, videos["rvrBend0001"].url) == (
        "Lecture rvrBend0001",
        "https://ocw.mit.edu/rvrBend0001",
    )
    playlist = of(ran, "video_playlist")["PLriverbends"]
    assert playlist.topics == ["Hydrology", "Civil Engineering"]
    assert len(playlist.children) == 2


def test_a_playlist_with_too_few_lectures_is_taken_back(tmp_path, world):
    assert 1 / len(UNDER_THE_RIVER) < ENOUGH
    ran = only_lectures(tmp_path, world, latest=lectures("rvrBend0001"))

    assert not of(ran, "video_playlist")
    assert "too few" in ran.scope("PLriverbends").gone


def test_lectures_wait_for_the_courses(tmp_path, world):
    assert "run the source ocw first" in only_lectures(tmp_path, world, latest={}).scope("PLriverbends").failed

"""Videos, podcasts, views and pages, from their sample payloads to the catalogue."""

from dataclasses import replace

import pytest

from learnstead.adapters.egress.waiting import Time
from learnstead.config.feeds.routes import Route
from learnstead.config.outside import ConfiguredOutside
from learnstead.flows.ingest_source import Order, ingest
from learnstead.learn.domain import exporting, releases
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests.data.events import write
from tests.data.feeds import bucket_of, feed_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def given():
    hurried = ConfiguredOutside(scratch=services().scratch, time=Time(sleep=lambda _seconds: None))
    yield replace(services(), outside=hurried)
    hurried.extractors.close()


@pytest.fixture
def gather(given):
    """Run a source in a world and apply what it releases."""

    def once(source, world, *, folder=""):
        done = ingest(source=source, services=given, order=Order(replay=world.url, folder=folder))
        if done.release:
            releases.apply_release(
                source=source, release=done.release, objects=given.objects, queue=given.queue, at=done.started
            )
        return done

    return once


def published(source, kind):
    found = exporting.export(exporting.Asked(source=source, everything=True))
    return {one["readable_id"]: one for one in found if one["resource_type"] == kind and one["published"]}


@pytest.mark.parametrize("source", ["ovs", "podcast", "youtube", "marketing_pages", "posthog_views"])
def test_the_second_run_changes_nothing(gather, tmp_path, source):
    folder = str(bucket_of(source, tmp_path) or "")
    with feed_of(source, "xpro") as world:
        gather("xpro", world)
        first, second = gather(source, world, folder=folder), gather(source, world, folder=folder)

    assert (first.outcome, second.outcome) == (Outcome.RELEASED, Outcome.UNCHANGED), (first.scopes, second.scopes)


def test_a_file_without_views_is_read_once_and_is_no_reason_to_worry(gather, tmp_path):
    write(tmp_path / "events/1.parquet", [("u1", "2026-05-01 10:00:00+00", {"prompt": "a question"})])
    with feed_of("xpro") as world:
        first = gather("posthog_views", world, folder=str(tmp_path))
        second = gather("posthog_views", world, folder=str(tmp_path))

    assert (first.outcome, second.outcome, second.requests) == (Outcome.RELEASED, Outcome.UNCHANGED, 0)


@pytest.mark.slow
def test_a_video_of_two_playlists_stays_when_one_of_them_drops_it(gather):
    with feed_of("youtube") as world:
        gather("youtube", world)
        shorter = [{"contentDetails": {"videoId": name}} for name in ("fldDay00001", "fldDay00002")]
        said = {"items": shorter, "pageInfo": {"totalResults": 2}}
        where = {"host": "youtube.googleapis.com", "path": "/youtube/v3/playlistItems"}
        videos = next(route for route in world.routes if route.entry.get("file") == "videos-fielddays.json")
        world.routes = [
            Route(videos.folder, where | {"query": {"playlistId": "PLfielddays"}, "json": said}),
            Route(videos.folder, dict(videos.entry) | {"query": {"id": "fldDay00001,fldDay00002"}}),
            *world.routes,
        ]
        for _ in range(3):
            gather("youtube", world)

    playlists = published("youtube", "video_playlist")
    assert [child["readable_id"] for child in playlists["PLfielddays"]["children"]] == ["fldDay00001", "fldDay00002"]
    assert "rvrBend0001" in published("youtube", "video")
    assert "rvrBend0001" in {child["readable_id"] for child in playlists["PLriverbends"]["children"]}

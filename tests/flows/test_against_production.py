"""Every source with expected results, from its captured feed to the export of the catalogue."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

import pytest

from learnstead.adapters.egress.waiting import Time
from learnstead.config.outside import ConfiguredOutside
from learnstead.flows.ingest_source import Order, ingest
from learnstead.learn.domain import exporting, releases
from learnstead.ports.services import services
from tests.data import shared
from tests.data.conftest import replay, replay_server  # noqa: F401 - fixtures
from tests.data.olx.course_folder import put

pytestmark = [pytest.mark.slow, pytest.mark.django_db, shared.needs_shared]

BUCKET = shared.REPLAY / "payloads" / "s3"
# Where we do right what production does wrong; docs/reference/sources.md says why.
DEVIATIONS = {
    "events_mitpe": ["('61054869-2300-4300-b702-c478056b8b82').detail.event_datetime"],
    "mit_climate": ["('document', '12345').image"],
    "mit_edx": ["('course', 'MITx+8.370.3x_review').runs[0].time_commitment"],
    "mit_edx_2026": ["('course', 'MITx+8.370.3x_review').runs[0].time_commitment"],
    # The captured copies of the site's files have times of their own.
    "ocw": ["('course', '16.01+fall_2005').last_modified", "('course', '16.01+fall_2005').runs[0].last_modified"],
    "ovs": [
        "('video_playlist', 'ab12cd34ef5678901234567890abcdef').etl_source",
        "('video_playlist', 'fedcba0987654321fedcba0987654321').etl_source",
    ],
    "podcast": [
        "('podcast', 'feeds.simplecast.com/8fQdS6Dx').children[1].position",
        "('podcast', 'feeds.simplecast.com/8fQdS6Dx').offered_by",
        "('podcast_episode', 'tag:soundcloud,2010:tracks/numbers1').offered_by",
        "('podcast_episode', 'tag:soundcloud,2010:tracks/numbers2').offered_by",
    ],
}
SOURCES = {"mit_edx_2026": "mit_edx", "mitxonline_2023": "mitxonline", "mitxonline_2026": "mitxonline"}
FOLDERS = {"ocw": "ocw"}
GOLDENS = (
    "events_mitpe",
    "events_ol",
    "mit_climate",
    "mit_edx",
    "mit_edx_2026",
    "mitpe",
    "mitxonline",
    "mitxonline_2023",
    "mitxonline_2026",
    "news_mitpe",
    "ocw",
    "ovs",
    "podcast",
    "xpro",
)


@contextmanager
def services_with(**env):
    """The services of this process, with a client that does not wait between attempts, and some settings."""
    hurried = ConfiguredOutside(scratch=services().scratch, time=Time(sleep=lambda _seconds: None), env=env)
    yield replace(services(), outside=hurried)
    hurried.extractors.close()


@pytest.fixture
def given():
    """Those services without any setting."""
    with services_with() as found:
        yield found


def exported(source, given, order):
    """The source is run, its release applied, and what the catalogue says of it exported."""
    done = ingest(source=source, services=given, order=order)
    releases.apply_release(
        source=source, release=done.release, objects=given.objects, queue=given.queue, at=done.started
    )
    return list(exporting.export(exporting.Asked(source=source, everything=True)))


@pytest.mark.parametrize("golden", GOLDENS)
def test_the_catalogue_is_what_production_loads(given, replay, golden):  # noqa: F811 - a fixture
    order = Order(
        replay=replay,
        now=datetime.fromisoformat(shared.golden(golden)["frozen_now"]),
        folder=str(BUCKET / FOLDERS[golden]) if golden in FOLDERS else "",
    )
    ours = exported(SOURCES.get(golden, golden), given, order)
    differing = [path.replace("(None, ", "(") for path, _, _ in shared.differences(golden, ours)]
    assert differing == DEVIATIONS.get(golden, [])


def test_a_told_time_also_reaches_what_the_feed_left_as_it_was(given, replay):  # noqa: F811 - a fixture
    for golden in ("mitxonline", "mitxonline_2023", "mitxonline_2026"):
        told = datetime.fromisoformat(shared.golden(golden)["frozen_now"])
        ours = exported("mitxonline", given, Order(replay=replay, now=told))
        assert shared.differences(golden, ours) == []


@pytest.mark.parametrize(("name", "run"), [("mitxonline", "8.01.3x"), ("xpro", "8.01.4x")])
def test_content_files_are_what_production_makes_of_an_archive(
    given,
    tmp_path,
    replay,  # noqa: F811 - a fixture
    name,
    run,
):
    run = f"course-v1:MITxT+{run}+3T2022"
    archive = (BUCKET / "olx" / f"{run}.tar.gz").read_bytes()
    put(tmp_path, f"{name}/openedx/raw_data/course_xml/{run}/abc.xml.tar.gz", archive)
    ours = exported(f"{name}_files", given, Order(replay=replay, folder=str(tmp_path)))
    assert shared.differences(f"olx_content_{name}", ours, section="transform") == []


def test_looks_are_those_production_counts(given):
    order = Order(replay="http://127.0.0.1:9", folder=str(BUCKET / "posthog"))
    ours = exported("posthog_views", given, order)
    assert shared.differences("posthog_views", ours, section="transform") == []


def test_a_marketing_page_reads_as_production_reads_it(replay):  # noqa: F811 - a fixture
    page = shared.golden("marketing_pages")["transform"][0]["url"]
    setting = f"LEARNSTEAD_SOURCE_{'marketing_pages_pages'.upper()}"
    with services_with(**{setting: f"program:mitxonline:p1={page}"}) as given:
        ours = exported("marketing_pages", given, Order(replay=replay))
    assert shared.differences("marketing_pages", ours, section="transform") == []

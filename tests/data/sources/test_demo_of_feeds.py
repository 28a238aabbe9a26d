"""The sample payloads of catalogues, news and events, read as the demo reads them."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from learnstead.kernel.contracts import FeedItem, Gone, LearningResource
from tests.data.feeds import feed_of
from tests.data.running import run_source

pytestmark = pytest.mark.slow

SETTINGS = {"client_id": "demo", "client_secret": "demo", "sheet": "OLLSHEET"}
EXPECTED = {
    "mit_climate": {LearningResource: 7},
    "mitpe": {LearningResource: 6, Gone: 1},
    "sloan_exec_ed": {LearningResource: 5},
    "oll": {LearningResource: 6},
    "news_medium": {FeedItem: 4},
    "news_sloan_exec": {FeedItem: 4},
    "news_mitpe": {FeedItem: 5},
    "events_mitpe": {FeedItem: 4, Gone: 1},
    "events_ol": {FeedItem: 4, Gone: 1},
    "events_sloan_webinars": {FeedItem: 3, Gone: 1},
}


@pytest.fixture(scope="module")
def world():
    with feed_of(*EXPECTED) as server:
        yield server


@pytest.fixture
def run(tmp_path, world):
    def reading(name):
        return run_source(name, folder=tmp_path, replay=world.url, now=datetime.now(UTC), settings=SETTINGS)

    return reading


@pytest.mark.parametrize("name", EXPECTED)
def test_every_sample_is_read(run, name):
    ran = run(name)
    found = Counter(type(record) for record in ran.records)

    assert not ran.quarantined
    assert not any(report.failed for report in ran.journal.scopes)
    assert {kind: found[kind] for kind in EXPECTED[name]} == EXPECTED[name]


@pytest.mark.parametrize("name", ["mit_climate", "mitpe", "sloan_exec_ed", "oll"])
def test_every_sample_of_a_catalogue_has_a_topic(run, name):
    assert [
        record.title for record in run(name).records if isinstance(record, LearningResource) and not record.topics
    ] == []


def test_webinars_are_at_the_hour_they_are_told(run):
    first, second, third = (record for record in run("events_sloan_webinars").records if isinstance(record, FeedItem))

    assert (first.event.event_end_datetime - first.event.event_datetime).seconds == 3600
    assert (
        first.event.event_datetime.minute
        == second.event.event_datetime.minute
        == third.event.event_datetime.minute
        == 0
    )
    assert first.summary == "An hour on decisions you can take back."
    assert first.content == "<p>Ingrid Halvorsen brings three cases, and you bring <em>one of your own</em>.</p>"


def test_events_on_the_second_page_are_read_too(run):
    ran = run("events_ol")
    titles = [record.title for record in ran.records if isinstance(record, FeedItem)]

    assert "Captions Clinic" in titles
    assert ran.scope("all").complete == "the last of 2 pages was reached"


def test_authors_keep_their_names(run):
    items = [record for record in run("news_mitpe").records if isinstance(record, FeedItem)]

    assert items[0].news.authors == ["Sandra Lopez", "Grant Anders"]
    assert items[3].news.authors == ["Ana Ruiz", "Bo Lind", "Cy Holland"]

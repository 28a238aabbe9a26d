"""Catalogues, news and events, run after run."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learnstead.config.feeds.routes import FEEDS, Route
from learnstead.kernel.contracts import FeedItem
from learnstead.ports.ledger import Outcome
from tests.data.feeds import feed_of
from tests.data.stepping import Stepping

pytestmark = pytest.mark.slow  # together

CATALOGUES = ("mit_climate", "mitpe", "sloan_exec_ed", "oll")
FEEDS_OF_NEWS = ("news_medium", "news_sloan_exec", "news_mitpe", "events_mitpe", "events_ol", "events_sloan_webinars")


@pytest.fixture
def stepping(tmp_path):
    def through(name, world):
        return Stepping(name, folder=tmp_path, replay=world.url)

    return through


def titles(source):
    return {record.title for record in source.good().values() if isinstance(record, FeedItem)}


@pytest.mark.parametrize("name", CATALOGUES + FEEDS_OF_NEWS)
def test_the_same_again_changes_nothing(stepping, name):
    with feed_of(name) as world:
        source = stepping(name, world)
        first, second = source.run(), source.run()

    assert (first.outcome, second.outcome) == (Outcome.RELEASED, Outcome.UNCHANGED)


def test_events_leave_one_by_one_when_they_are_over(stepping):
    now = datetime.now(UTC)
    with feed_of("events_ol") as world:
        source = stepping("events_ol", world)
        left = [(str(source.run(now + timedelta(days=days)).outcome), len(titles(source))) for days in (0, 8, 30, 90)]

    assert left == [("released", 4), ("released", 3), ("released", 1), ("released", 0)]


def test_articles_that_slide_out_of_the_feed_stay(stepping):
    whole = (FEEDS / "news_medium/feed.rss").read_text()
    ends = whole.index("    </item>") + len("    </item>\n")
    with feed_of("news_medium") as world:
        source = stepping("news_medium", world)
        source.run()
        latest = whole[:ends] + whole[whole.index("  </channel>") :]
        entry = {"host": "medium.com", "path": "/feed/open-learning", "ctype": "text/xml"}
        newer = latest.replace("demo01", "demo00").replace("The course that began", "The course that ended")
        world.routes = [Route(Path(), {**entry, "text": newer})]
        outcomes = [source.run().outcome for _ in range(4)]

    assert outcomes == [Outcome.RELEASED, *[Outcome.UNCHANGED] * 3]
    assert len(titles(source)) == 5


def test_a_page_of_news_that_is_missing_is_held_and_the_next_whole_feed_needs_no_hand(stepping):
    with feed_of("news_mitpe") as world:
        source = stepping("news_mitpe", world)
        source.run()
        whole = world.routes
        world.routes = [route for route in whole if route.entry.get("query") != {"page": 1}]
        held = source.run()
        kept = len(titles(source))
        world.routes = whole
        again = source.run()

    assert (held.outcome, kept) == (Outcome.HELD, 5)
    assert (again.outcome, len(titles(source))) == (Outcome.UNCHANGED, 5)

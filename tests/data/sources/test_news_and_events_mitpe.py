"""News and events of MIT Professional Education."""

from learnstead.kernel.contracts import FeedSource, Gone
from tests.data import shared
from tests.data.running import run_source
from tests.data.vocabulary import feed_items


@shared.needs_shared
def test_news_as_in_production(tmp_path, replay):
    ran = run_source("news_mitpe", folder=tmp_path, replay=replay, now=shared.golden("news_mitpe")["frozen_now"])

    assert shared.differences("news_mitpe", feed_items(ran.records)) == []
    assert isinstance(ran.records[0], FeedSource)
    assert ran.scope("all").complete == "4 items on 1 pages, and then an empty one"


@shared.needs_shared
def test_events_as_in_production_but_noon_is_noon(tmp_path, replay):
    ran = run_source("events_mitpe", folder=tmp_path, replay=replay, now=shared.golden("events_mitpe")["frozen_now"])

    [(where, production, ours)] = shared.differences("events_mitpe", feed_items(ran.records))
    assert where.endswith("event_datetime")
    assert (production, ours) == ("2023-04-25T04:00:00+00:00", "2023-04-25T16:00:00+00:00")
    assert [gone.key for gone in ran.records if isinstance(gone, Gone)] == ["item:73db0ed3-ce74-43ff-ac61-2d469a02c027"]

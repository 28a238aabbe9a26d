"""The Medium feed."""

import pytest

from learnstead.kernel.contracts import FeedItem
from tests.data import shared
from tests.data.running import run_source
from tests.data.vocabulary import feed_items


@shared.needs_shared
def test_articles_as_in_production(tmp_path, replay):
    ran = run_source("news_medium", folder=tmp_path, replay=replay)

    [expected] = shared.golden("news_medium")["transform"]
    compare = shared.module(shared.GOLDEN / "compare.py").compare
    assert compare(expected["items"], feed_items(ran.records)) == []
    feed = ran.records[0]
    assert (feed.title, feed.description, feed.image.url) == (
        expected["title"],
        expected["description"],
        expected["image"]["url"],
    )


@shared.needs_shared
@pytest.mark.parametrize("body", ["<html><title>Sign in</title></html>", "", "<rss version='2.0'><channel><title>T"])
def test_an_answer_that_is_no_whole_feed_fails_and_blanks_nothing(tmp_path, replay, replay_server, body):
    replay_server[1].faults.append({"host": "medium.com", "status": 200, "body": body})

    ran = run_source("news_medium", folder=tmp_path, replay=replay)

    assert "https://medium.com/feed/open-learning" in ran.scope("all").failed
    assert [record for record in ran.records if isinstance(record, FeedItem)] == []

"""News and webinars of Sloan Executive Education."""

import pytest

from learnstead.kernel.contracts import FeedSource
from tests.data import shared
from tests.data.running import run_source
from tests.data.vocabulary import feed_items


@shared.needs_shared
def test_posts_are_read_with_what_belongs_to_them(tmp_path, replay):
    ran = run_source("news_sloan_exec", folder=tmp_path, replay=replay)
    feed, first, second = ran.records[:3]

    assert not ran.quarantined
    assert isinstance(feed, FeedSource)
    assert len(feed_items(ran.records)) == 20
    assert first.title == "Cybersecurity Resiliency & Stuff is More Than Protection"
    assert first.url == (
        "https://exec.mit.edu/s/blog-post/cybersecurity-resiliency-is-more-than-protection-20YU1000004rCaMMAU"
    )
    assert first.summary.startswith("<p>Our recap of our webinar")
    assert first.content.startswith("<p>During our recent webinar, Cybersecurity")
    assert first.news.authors == ["Keri Pearlson"]
    assert first.news.publish_date.isoformat() == "2024-03-25T16:29:25+00:00"
    assert (second.news.authors, second.image.alt) == ([], "")
    assert not ran.scope("all").complete


@shared.needs_shared
def test_a_card_that_announces_no_day_is_no_webinar(tmp_path, replay):
    golden = shared.golden("events_sloan_webinars")
    ran = run_source("events_sloan_webinars", folder=tmp_path, replay=replay, now=golden["frozen_now"])

    assert feed_items(ran.records) == golden["loaded"]
    assert not ran.quarantined
    assert ran.scope("all").complete == "2 came, and 20 fit on a page"


@shared.needs_shared
@pytest.mark.parametrize(
    ("path", "answer", "says"),
    [
        ("/s/blog", {"body": "<html>A new site</html>"}, "no longer tells the id of the framework"),
        ("/s/blog", {"body": "x%22fwuid%22%3A%22A%22"}, "no longer tells the id of the application"),
        ("/s/sfsites/aura", {"body": '{"actions": [{"state": "ERROR", "error": "no access"}]}'}, "no access"),
        ("/s/sfsites/aura", {"body": "*/{}/*ERROR*/"}, "did not answer with JSON"),
    ],
)
def test_a_site_that_has_changed_fails_in_clear_words(tmp_path, replay, replay_server, path, answer, says):
    replay_server[1].faults.append({"host": "exec.mit.edu", "path": path, "status": 200, **answer})

    ran = run_source("news_sloan_exec", folder=tmp_path, replay=replay)

    assert says in ran.scope("all").failed
    assert ran.records == []

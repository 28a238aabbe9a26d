"""News and events: pages for people, JSON for programs."""

from datetime import timedelta

import pytest

from learnstead.kernel import clock
from learnstead.learn.models import FeedItem, LearningResource

pytestmark = pytest.mark.django_db


def item(kind, slug, **said):
    return FeedItem.objects.create(
        source=f"{kind}_a",
        etl_source=f"{kind}_a",
        guid=slug,
        slug=slug,
        feed_url="https://a.org",
        feed_type=kind,
        title=slug.replace("-", " ").title(),
        changed_at=clock.now(),
        **{"summary": "<p>Short.</p>"} | said,
    )


@pytest.fixture
def feeds():
    now, day = clock.now(), timedelta(days=1)
    item("news", "old-news", publish_date=now - 9 * day)
    said = {"summary": "A harbour.It sleeps.", "content": "<p>A harbour.</p><p>It sleeps.</p>"}
    item("news", "fresh-news", publish_date=now - day, authors=["Ada Ling"], **said)
    item("news", "withdrawn-news", publish_date=now, published=False)
    item("events", "past-talk", event_datetime=now - 2 * day)
    item("events", "long-fair", event_datetime=now - day, event_end_datetime=now + day)
    item("events", "coming-talk", event_datetime=now + day, location=["Online"])


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_latest_news_comes_first_and_withdrawn_news_not_at_all(client, feeds):
    page = text(client, "/news/")

    assert page.index("Fresh News") < page.index("Old News")
    assert "Withdrawn" not in page
    assert "<p>Short.</p>" in page
    assert "<p>A harbour. It sleeps.</p>" in page
    assert "Ada Ling" in text(client, "/news/fresh-news/")
    assert client.get("/news/withdrawn-news/").status_code == 410


def test_an_event_is_listed_until_it_is_over(client, feeds):
    coming, past = text(client, "/events/"), text(client, "/events/?past")

    assert coming.index("Long Fair") < coming.index("Coming Talk")
    assert "Past Talk" not in coming
    assert "Past Talk" in past
    assert "This event is over" in text(client, "/events/past-talk/")


def test_news_and_events_are_in_the_site_map_and_on_the_first_page(client, feeds):
    resource = LearningResource(resource_type="course", slug="tides", title="Tides", url="https://a.org/tides")
    resource.first_published_at = resource.changed_at = clock.now()
    resource.save()

    shards = [text(client, f"/sitemaps/{kind}-1.xml") for kind in ("news", "events", "pages", "courses")]
    site_map, home = "".join(shards), text(client, "/")

    for address in ("/news/fresh-news/", "/events/past-talk/", "/events/", "/catalogue/courses/tides/"):
        assert f"{address}</loc>" in site_map
    assert "https://a.org/tides" not in site_map
    assert home.index("Fresh News") < home.index("Long Fair") < home.index("Coming Talk")
    assert "Past Talk" not in home


def test_empty_lists_say_so(client):
    assert "No news yet" in text(client, "/news/")
    assert "Nothing is announced" in text(client, "/events/")


def test_programs_page_through_both_in_one_list(client, feeds):
    first = client.get("/api/v1/news_events/?limit=2").json()
    events = client.get("/api/v1/news_events/?feed_type=events").json()

    assert (first["count"], len(first["results"]), first["previous"]) == (4, 2, None)
    assert client.get(first["next"]).json()["next"] is None
    assert [one["title"] for one in events["results"]] == ["Coming Talk", "Long Fair"]
    assert events["results"][0]["event_details"]["location"] == ["Online"]
    one = client.get(f"/api/v1/news_events/{events['results'][0]['id']}/").json()
    assert one == events["results"][0]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "offset=-1", "feed_type=gossip", "sort=title"])
def test_programs_are_told_what_they_asked_wrongly(client, query):
    answer = client.get(f"/api/v1/news_events/?{query}")
    assert answer.status_code == 400
    assert answer.json()["detail"]

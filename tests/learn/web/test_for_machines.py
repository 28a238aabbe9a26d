"""What machines read in our pages: data in schema.org's words, feeds, calendars, addresses."""

import json
import re
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.contrib.staticfiles import finders

from learnstead.kernel import clock
from learnstead.kernel.contracts import Child, Price, Run
from learnstead.kernel.contracts.resources import PodcastDetail, PodcastEpisodeDetail, VideoDetail
from learnstead.learn.models import LearningResource
from tests.learn.kept import kept
from tests.learn.web.schema_org import problems
from tests.learn.web.test_kinds import bring, thing
from tests.learn.web.test_news_and_events import item

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SAID = "00:00:01,000 --> 00:00:04,000\nGood tides.\n"


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def data(page):
    """Every JSON-LD object of a page, the first by its type."""
    found = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    assert all(one["@context"] == "https://schema.org" for one in found)
    assert [problem for one in found for problem in problems(one)] == []
    return {one["@type"]: one for one in found}


@pytest.fixture(scope="module")
def catalogue(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        bring_everything()
        yield


@pytest.fixture
def _nothing_indexed_or_stored():
    """Takes the place of that of all of learn: here a module keeps its index."""


def bring_everything():
    now = clock.now()
    run = Run(
        run_id="waves+1",
        start_date=now + timedelta(days=9),
        instructors=["Ada </script> Ling"],
        max_weeks=6,
        max_weekly_hours=4,
        prices=[Price(amount="99.00")],
        delivery=["in_person"],
    )
    episode = PodcastEpisodeDetail(audio_url="https://cdn.example/1.mp3", duration="PT1H1M5S", transcript=SAID)
    child = [Child(resource_type="podcast_episode", readable_id="foam", relation="PODCAST_EPISODES", position=0)]
    courses = [Child(resource_type="course", readable_id="waves", relation="PROGRAM_COURSES", position=0)]
    bring(
        thing("course", "waves", runs=[run], certification=True, offered_by="mitx", topics=["Physics"]),
        thing("course", "dunes", offered_by="ocw", topics=["Biology"], description="<p>Sand & wind</p>"),
        thing("program", "shores", children=courses),
        thing("podcast", "spray", children=child, podcast=PodcastDetail(rss_url="https://cdn.example/rss")),
        thing("podcast_episode", "foam", podcast_episode=episode, last_modified=datetime(2026, 3, 1, tzinfo=UTC)),
        thing("video", "surf", url="https://youtu.be/a1b2c3d4e5f", video=VideoDetail(duration="PT5M")),
        thing("video_playlist", "swell"),
        thing("document", "reef", licence="https://creativecommons.org/licenses/by/4.0/"),
    )
    item("news", "fresh-news", publish_date=now, authors=["Ada Ling"])
    item("events", "coming-talk", event_datetime=now + timedelta(days=2), location=["Room 4, by the sea; east"])


def test_every_page_describes_itself_in_the_words_of_schema_org(client, catalogue):
    found = {one.readable_id: data(text(client, one.get_absolute_url())) for one in LearningResource.objects.all()}
    course = found["waves"]["Course"]
    assert course["offers"] == [
        {
            "@type": "Offer",
            "category": "Paid",
            "price": "99.00",
            "priceCurrency": "USD",
            "url": course["url"],
        }
    ]
    instance = course["hasCourseInstance"][0]
    assert (instance["courseMode"], instance["courseSchedule"]["repeatCount"]) == (["Onsite"], 6)
    assert instance["instructor"][0]["name"] == "Ada </script> Ling"
    assert found["shores"]["EducationalOccupationalProgram"]["hasCourse"][0]["name"] == "Waves"
    assert found["foam"]["PodcastEpisode"]["partOfSeries"][0]["name"] == "Spray"
    assert found["surf"]["VideoObject"]["embedUrl"].endswith("/embed/a1b2c3d4e5f")
    assert found["reef"]["LearningResource"]["license"].endswith("/by/4.0/")
    assert [step["name"] for step in found["foam"]["BreadcrumbList"]["itemListElement"]][-2:] == ["Spray", "Foam"]
    assert data(text(client, "/news/fresh-news/"))["NewsArticle"]["author"][0]["name"] == "Ada Ling"
    assert data(text(client, "/events/coming-talk/"))["Event"]["location"][0]["@type"] == "Place"
    assert data(text(client, "/"))["WebSite"]["potentialAction"]
    for address in ("/catalogue/units/", "/catalogue/topics/", "/catalogue/units/ocw/", "/catalogue/podcasts/"):
        assert data(text(client, address))["ItemList"]["itemListElement"]


def test_a_page_has_one_address_and_a_picture_for_those_who_link_to_it(client, catalogue):
    course = LearningResource.objects.get(readable_id="waves").get_absolute_url()
    page = text(client, f"{course}?utm_source=mail&fbclid=1&page=1&play")
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{course}">' in page
    assert '<meta property="og:image" content="http://127.0.0.1:8000/static/learn/share.png">' in page
    assert finders.find("learn/share.png")
    results = text(client, "/search/?q=waves&utm_source=x&topic=")
    assert 'content="noindex, follow"' in results
    assert 'href="http://127.0.0.1:8000/search/?q=waves"' in results
    assert "noindex" not in text(client, "/search/")
    assert "Disallow: /search/" not in text(client, "/robots.txt")


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_what_is_new_can_be_followed(client, catalogue, form):
    feed = feedparser.parse(text(client, f"/feeds/new.{form}?topic=Biology"))
    assert not feed.bozo
    assert feed.feed.title == "New on Learnstead: Biology"
    assert [entry.title for entry in feed.entries] == ["Dunes"]
    entry = feed.entries[0]
    assert entry.link == f"http://127.0.0.1:8000{LearningResource.objects.get(readable_id='dunes').get_absolute_url()}"
    assert entry.id == entry.link
    assert "Sand &amp; wind" in entry.summary
    assert entry.published_parsed
    assert {"Biology", "Course"} <= {tag.term for tag in entry.tags}
    assert f'href="/feeds/new.{form}?offered_by=ocw"' in text(client, "/catalogue/units/ocw/")


def test_a_feed_is_json_too_and_is_sent_once(client, catalogue):
    answer = client.get("/feeds/new.json?q=dunes&nonsense=1")
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["title"] for one in feed["items"]] == ["Dunes"]
    for one in feed["items"]:
        assert {"id", "url", "title", "content_html", "date_published"} <= one.keys()
    again = client.get("/feeds/new.json?q=dunes&nonsense=1", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/feeds/new.exe").status_code == 404
    assert client.get("/feeds/new.rss?q=" + "x" * 9000 + "&topic=%00").status_code == 200


def test_news_and_events_can_be_followed(client, catalogue):
    for kind, title in (("news", "Fresh News"), ("events", "Coming Talk")):
        for form in ("rss", "atom"):
            feed = feedparser.parse(text(client, f"/{kind}/feed.{form}"))
            assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, [title])
        assert client.get(f"/{kind}/feed.json").json()["items"][0]["title"] == title
        assert f'href="/{kind}/feed.rss"' in text(client, f"/{kind}/")


def test_a_podcast_can_be_subscribed_to_with_what_is_said(client, catalogue):
    podcast = LearningResource.objects.get(readable_id="spray").get_absolute_url()
    for address in (f"{podcast}feed.xml", "/podcasts/rss_feed"):
        feed = feedparser.parse(text(client, address))
        assert not feed.bozo
        assert {"itunes", "podcast"} <= feed.namespaces.keys()
        entry = feed.entries[0]
        assert entry.title == "Foam"
        assert (entry.enclosures[0].href, entry.enclosures[0].type) == ("https://cdn.example/1.mp3", "audio/mpeg")
        assert entry.itunes_duration == "3665"
        assert entry.podcast_transcript["type"] == "text/vtt"
    captions = text(client, entry.podcast_transcript["url"].removeprefix("http://127.0.0.1:8000"))
    assert captions.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nGood tides.")
    assert f'href="{podcast}feed.xml"' in text(client, podcast)


def test_events_go_into_a_calendar(client, catalogue):
    body = client.get("/events/events.ics").content
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    unfolded = body.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2:] == ["END:VCALENDAR", ""]
    names = {line.partition(":")[0] for line in unfolded}
    assert {"VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION"} <= names
    assert r"LOCATION:Room 4\, by the sea\; east" in unfolded
    assert b"SUMMARY:Coming Talk" in client.get("/events/coming-talk/event.ics").content


def test_the_map_of_the_site_is_true(client, catalogue):
    index = text(client, "/sitemap.xml")
    for kind in ("pages", "channels", "courses", "episodes", "news", "events"):
        assert f"/sitemaps/{kind}-1.xml</loc>" in index
    courses = text(client, "/sitemaps/courses-1.xml")
    waves = LearningResource.objects.get(readable_id="waves")
    changed = waves.changed_at.isoformat(timespec="seconds")
    assert f"{waves.get_absolute_url()}</loc><lastmod>{changed}</lastmod>" in courses
    LearningResource.objects.filter(pk=waves.pk).update(published=False)
    assert waves.get_absolute_url() not in text(client, "/sitemaps/courses-1.xml")
    text(client, waves.get_absolute_url(), 410)
    for address in ("/sitemaps/courses-2.xml", "/sitemaps/cats-1.xml", "/sitemaps/pages-2.xml"):
        text(client, address, 404)

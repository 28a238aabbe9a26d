"""What was made up for the demo leads nowhere else, and says so."""

from urllib.parse import quote

import pytest

from learnstead.kernel import clock
from learnstead.learn.domain import samples
from learnstead.learn.models import ContentFile, FeedItem, LearningResource
from learnstead.learn.models.resource import ResourceType
from learnstead.ports.services import services
from tests.learn.shelf import resource

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FILE = "https://library.example/tides/table.pdf"


def text(client, thing):
    return client.get(thing.get_absolute_url()).content.decode()


@pytest.fixture
def tides():
    made_up = resource("Tides", is_demo=True, source="samples")
    ContentFile.objects.create(
        resource=made_up, key="a", title="Table", url=FILE, content_type="file", payload_sha256="0" * 64, is_demo=True
    )
    return made_up


def test_links_of_something_made_up_lead_to_a_page_that_says_so(client, tides):
    shown = text(client, tides)
    assert f'href="{tides.url}"' not in shown
    assert f'href="/elsewhere/?to={quote(FILE, safe="")}"' in shown
    way = f"/elsewhere/?to={quote(tides.url, safe='')}"
    assert f'href="{way}" rel="noopener external"' in shown
    said = client.get(way, headers={"Referer": f"http://testserver{tides.get_absolute_url()}"}).content.decode()
    assert f'<code class="address">{tides.url}</code>' in said
    assert f'href="{tides.url}"' not in said
    assert f'href="http://testserver{tides.get_absolute_url()}">Back' in said


def test_links_of_everything_else_lead_there(client, tides):
    assert tides.is_demo
    real = resource("Dunes", resource_type=ResourceType.COURSE)
    assert f'href="{real.url}" rel="noopener external"' in text(client, real)
    assert samples.way_to(f"{services().url}/courses/tides/") == f"{services().url}/courses/tides/"


def test_news_that_was_made_up_stays_here_too(client):
    spring = {"guid": "1", "slug": "spring", "title": "Spring tide", "url": "https://news.example/spring"}
    item = FeedItem.objects.create(source="samples", feed_type="news", is_demo=True, changed_at=clock.now(), **spring)
    assert f'href="/elsewhere/?to={quote(item.url, safe="")}"' in text(client, item)


def test_an_answer_that_cites_something_made_up_leads_here(tides):
    assert tides.is_demo
    assert samples.way_to_cited(FILE).startswith("/elsewhere/?to=")
    assert samples.way_to_cited("https://library.example/dunes") == "https://library.example/dunes"
    assert samples.way_to_cited("/catalogue/courses/tides/") == "/catalogue/courses/tides/"


def test_an_episode_that_was_made_up_plays_a_few_notes_and_a_film_nothing(client):
    heard = {"podcast_episode": {"audio_url": "https://pods.example/1.mp3"}}
    episode = resource("Sound", resource_type=ResourceType.PODCAST_EPISODE, detail=heard, is_demo=True)
    film = resource(
        "Film", resource_type=ResourceType.VIDEO, url="https://www.youtube.com/watch?v=a1b2c3d4e5f", is_demo=True
    )
    assert 'src="/static/learn/sample.m4a"' in text(client, episode)
    assert 'pods.example/1.mp3"></audio>' not in text(client, episode)
    assert 'id="player"' not in text(client, film)


@pytest.mark.parametrize("to", ["", "javascript:alert(1)", "//evil.example", "http://" + "a" * 2048])
def test_the_page_shows_nothing_but_addresses(client, tides, to):
    assert tides.is_demo
    assert client.get("/elsewhere/", {"to": to}).status_code == 404


def test_without_anything_made_up_there_is_no_such_page(client):
    assert not LearningResource.objects.exists()
    assert client.get("/elsewhere/", {"to": "https://library.example/"}).status_code == 404

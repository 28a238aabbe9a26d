"""What is played on a page, what is loaded for it, and what is said in it."""

from datetime import UTC, datetime

import pytest

from learnstead.kernel.contracts import Child
from learnstead.kernel.contracts.resources import Caption, PodcastEpisodeDetail, VideoDetail
from learnstead.learn import models
from learnstead.ports.services import services
from tests.learn.web.test_kinds import bring, page, thing

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CAPTIONS = """1
00:00:01,000 --> 00:00:04,000
The tide comes in.

2
00:01:30,500 --> 00:01:33,000
<i>Limpets</i> hold on
to the rock.
"""


def policy(client, name, query=""):
    address = models.LearningResource.objects.get(readable_id=name).get_absolute_url()
    return client.get(address + query).headers["Content-Security-Policy"]


def test_a_film_on_youtube_is_loaded_only_when_a_reader_asks(client):
    bring(thing("video", "tides", url="https://www.youtube.com/watch?v=a1b2c3d4e5f"))
    address = models.LearningResource.objects.get().get_absolute_url()

    text = page(client, "tides")
    assert "<iframe" not in text
    assert 'href="?play#player"' in text
    assert "YouTube learns your address" in text
    assert "frame-src" not in policy(client, "tides")

    asked = client.get(f"{address}?play&t=90").content.decode()
    assert 'src="https://www.youtube-nocookie.com/embed/a1b2c3d4e5f?autoplay=1&amp;start=90' in asked
    assert policy(client, "tides", "?play").endswith("; frame-src https://www.youtube-nocookie.com")


def test_a_video_of_this_installation_plays_in_its_own_player(client):
    key = "0123456789abcdef" * 2
    stream = f"{services().url}/media/v/{key}/3/master.m3u8"
    bring(thing("video", "tides", video=VideoDetail(streaming_url=stream, transcript=CAPTIONS)))
    assert f'<iframe class="film" src="/videos/{key}/embed/" title=' in page(client, "tides")
    address = models.LearningResource.objects.get().get_absolute_url()
    assert f'src="/videos/{key}/embed/?start=90"' in client.get(f"{address}?t=90").content.decode()
    assert "media-src" not in policy(client, "tides")


def test_what_is_said_can_be_searched_and_leads_to_its_moment(client):
    detail = VideoDetail(streaming_url="/films/tides.mp4", transcript=CAPTIONS)
    bring(thing("video", "tides", video=detail))
    address = models.LearningResource.objects.get().get_absolute_url()

    text = page(client, "tides")
    assert 'src="/films/tides.mp4" type="video/mp4"' in text
    assert 'href="?t=90#player" data-second="90"' in text
    assert "Limpets hold on to the rock." in text
    assert "media-src" not in policy(client, "tides")
    assert f'<track kind="captions" src="{address}transcript.vtt"' in text
    assert client.get(f"{address}transcript.vtt").content.startswith(b"WEBVTT")

    found = client.get(f"{address}?find=ROCK+limpets").content.decode()
    assert "1 passage with" in found
    assert "The tide comes in" not in found
    assert 'src="/films/tides.mp4#t=90"' in client.get(f"{address}?t=90").content.decode()
    assert 'src="/films/tides.mp4"' in client.get(f"{address}?t=-1&find=%3Cscript%3E").content.decode()


def test_captions_elsewhere_are_not_loaded(client):
    tracks = [Caption(language=code, language_name=code, url=url) for code, url in (("en", "/en.vtt"), ("fr", "//x/f"))]
    bring(thing("video", "tides", video=VideoDetail(streaming_url="https://cdn.example/i.m3u8", caption_urls=tracks)))
    text = page(client, "tides")
    assert 'src="/en.vtt"' in text
    assert "//x/f" not in text
    assert policy(client, "tides").endswith("; media-src 'self' https:")


def test_an_episode_leads_to_the_one_before_and_the_one_after(client):
    children = [
        Child(resource_type="video", readable_id=f"part-{n}", relation="PLAYLIST_VIDEOS", position=n) for n in range(3)
    ]
    parts = [thing("video", f"part-{n}") for n in range(3)]
    bring(thing("video_playlist", "tides", children=children), *parts)

    text = page(client, "part-1")

    assert "2 of 3 in" in text
    assert text.index("Before it: </span>Part-0") < text.index("After it: </span>Part-2")
    assert 'rel="prev"' not in page(client, "part-0")
    assert 'rel="next"' not in page(client, "part-2")


def test_a_long_podcast_is_paged(client):
    names = [f"part-{n:02}" for n in range(50)]
    children = [
        Child(resource_type="podcast_episode", readable_id=name, relation="PODCAST_EPISODES", position=n)
        for n, name in enumerate(names)
    ]
    bring(thing("podcast", "tides", children=children), *(thing("podcast_episode", name) for name in names))
    address = models.LearningResource.objects.get(readable_id="tides").get_absolute_url()

    assert ">Part-47</a>" in page(client, "tides")
    second = client.get(f"{address}?page=2").content.decode()
    assert ">Part-48</a>" in second
    assert ">Part-47</a>" not in second


def test_what_shares_topics_is_similar(client):
    waves = thing("video", "waves", topics=["Physics", "Biology"])
    near = thing("video", "foam", topics=["Physics", "Biology"])
    far = thing("course", "dunes", topics=["Physics"])
    bring(waves, near, far, thing("course", "plays", topics=["Literature"]))

    similar = page(client, "waves").partition('id="similar"')[2]

    assert similar.index(">Foam</a>") < similar.index(">Dunes</a>")
    assert ">Plays</a>" not in similar
    assert ">Waves</a>" not in similar


def test_a_reader_learns_where_it_was_read_and_what_may_be_done_with_it(client, admin_client):
    licence = "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    bring(thing("document", "tides", url="https://library.example/tides", licence=licence))
    address = f"{models.LearningResource.objects.get().get_absolute_url()}why/"

    text = client.get(address).content.decode()
    for words in ("CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0.html", "run-1", "library", "“Tides” by edX, https://library"):
        assert words in text
    assert "byte by byte" not in text
    assert "byte by byte" in admin_client.get(address).content.decode()
    about = client.get("/catalogue/sources/library/").content.decode()
    assert "<strong>1</strong> thing to learn from was read here" in about
    assert "/catalogue/sources/library/" in client.get("/catalogue/sources/").content.decode()
    assert client.get("/catalogue/sources/nobody/").status_code == 404


def test_a_podcast_says_when_an_episode_was_published(client):
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    sound = PodcastEpisodeDetail(audio_url="https://cdn.example/1.mp3")
    bring(thing("podcast_episode", "tides", last_modified=when, podcast_episode=sound))
    assert '"datePublished": "2026-03-01"' in page(client, "tides")

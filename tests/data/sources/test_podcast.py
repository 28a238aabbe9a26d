"""Podcasts."""

from pathlib import Path

import pytest

from learnstead.config.feeds.routes import Route
from learnstead.data.sources import podcast
from tests.data.feeds import feed_of
from tests.data.running import run_source


def feed(items, *, head=""):
    return f"""<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Show</title>{head}
    {items}</channel></rss>""".encode()


def item(name, day):
    return (
        f"<item><guid>{name}</guid><title>{name}</title><pubDate>{day} Apr 2026 10:00:00 +0200</pubDate>"
        f'<enclosure url="https://example.org/{name}.mp3"/></item>'
    )


def order(content):
    return [podcast.episode_id(one) for one in podcast.in_order(podcast.feed_in(content))]


def test_the_captured_feed_becomes_a_show_with_two_episodes(tmp_path, replay):
    ran = run_source("podcast", folder=tmp_path, replay=replay)

    show, *episodes = ran.records
    assert (show.readable_id, show.title, show.offered_by) == ("feeds.simplecast.com/8fQdS6Dx", "A Podcast", "ocw")
    assert show.topics == ["Pedagogy and Curriculum", "Digital Learning"]
    assert [(one.title, one.podcast_episode.duration) for one in episodes] == [
        ("Episode1", "PT17M16S"),
        ("Episode2", "PT17M16S"),
    ]
    assert [child.position for child in show.children] == [0, 1]


def test_a_show_that_is_away_fails_alone_and_no_other_is_said_to_be_all_there_is(tmp_path, replay):
    ran = run_source("podcast", folder=tmp_path, replay=replay)

    assert "404" in ran.scope("feed.podbean.com/mitpress/feed.xml").failed
    assert not ran.scope("feeds.simplecast.com/8fQdS6Dx").failed
    assert ran.journal.listed is None
    assert "list of shows was never reached" in ran.journal.notes[-1]


def test_a_feed_that_goes_on_on_another_page_proves_nothing(tmp_path, replay):
    assert not run_source("podcast", folder=tmp_path, replay=replay).scope("feeds.simplecast.com/8fQdS6Dx").complete


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404, "text": ""},
        {"text": "<html><p>Please sign in</html>", "ctype": "text/html"},
        {"text": "<rss><channel><title>Slow Reading</title><item>"},
        {"text": ""},
    ],
)
def test_whatever_a_host_answers_costs_only_its_show(tmp_path, answer):
    with feed_of("podcast") as world:
        fault = Route(Path(), {"host": "feeds.simplecast.com", "path": "/slow-reading"} | answer)
        world.routes = [fault, *world.routes]
        ran = run_source("podcast", folder=tmp_path, replay=world.url)

    assert ran.scope("feeds.simplecast.com/slow-reading").failed
    assert {record.title for record in ran.records if record.resource_type == "podcast"} == {
        "Field Notes from the Lab",
        "First Circuits",
    }
    assert len(ran.journal.listed) == 3


def test_the_sample_shows_are_whole_and_have_transcripts(tmp_path):
    with feed_of("podcast") as world:
        ran = run_source("podcast", folder=tmp_path, replay=world.url)

    assert not ran.quarantined
    assert all(scope.complete for scope in ran.journal.scopes)
    shows = {record.title: record for record in ran.records if record.resource_type == "podcast"}
    assert {title: show.offered_by for title, show in shows.items()} == {
        "Slow Reading": "ocw",
        "Field Notes from the Lab": "mitx",
        "First Circuits": "xpro",
    }
    assert '<a href="https://slow-reading.simplecast.com/notes">' in shows["Slow Reading"].description
    spoken = {r.title: r.podcast_episode.transcript for r in ran.records if r.resource_type == "podcast_episode"}
    assert spoken["Fourteen Lines, Two Voices"].startswith("Fourteen lines, and somewhere near the ninth")
    assert spoken["A Proof You Can Hum"].endswith("the rest is harmony.")
    assert spoken["Counting Swifts"] == ""


def test_the_newest_episode_comes_first_unless_the_story_is_told_in_order():
    items = item("second", "Thu, 02") + item("third", "Fri, 03") + item("first", "Wed, 01")
    assert order(feed(items)) == ["third", "second", "first"]
    assert order(feed(items, head="<itunes:type>serial</itunes:type>")) == ["first", "second", "third"]


def test_half_a_feed_is_no_feed():
    whole = feed(item("one", "Wed, 01"))
    with pytest.raises(podcast.NoFeed, match="no complete RSS feed"):
        podcast.feed_in(whole[: len(whole) // 2])


def test_a_list_of_shows_may_lie_in_a_folder(tmp_path):
    (tmp_path / "shows").mkdir()
    (tmp_path / "shows/one.yaml").write_text("rss_url: https://feeds.buzzsprout.com/field-notes.rss\ntopics: Energy\n")
    (tmp_path / "shows/two.yaml").write_text("title: no address\n")
    with feed_of("podcast") as world:
        ran = run_source("podcast", folder=tmp_path, replay=world.url, settings={"shows": str(tmp_path / "shows")})

    assert ran.records[0].topics == ["Energy"]
    assert ran.journal.listed is None
    assert "two.yaml does not describe a show" in ran.journal.notes[0]

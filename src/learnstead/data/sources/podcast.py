"""Podcasts: a list of shows kept on GitHub, and the RSS feed of each."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import yaml

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing import transcripts
from learnstead.data.parsing.html import cleaned
from learnstead.data.parsing.media_durations import from_clock
from learnstead.data.parsing.rss import (
    ATOM,
    ITUNES,
    Feed,
    NoFeed,
    attribute_of,
    date_of,
    feed_in,
    printed,
    text_of,
)
from learnstead.data.snapshot import Payload, Snapshot, WrongShape
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import Child, Image, LearningResource, PodcastDetail, PodcastEpisodeDetail
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.errors import LearnsteadError
from learnstead.kernel.taxonomy import mapped, offerors, unmapped

NAME = "podcast"
LISTING = "https://api.github.com/repos/mitodl/open-podcast-data/contents/podcasts"
# Several hosts of podcasts answer 403 to anything that does not look like a browser.
BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
}
# What is read as long as the list of shows was never reached.
FIRST_SHOWS = (
    {
        "rss_url": "https://feeds.simplecast.com/8fQdS6Dx",
        "topics": "Pedagogy and Curriculum, Digital Learning",
        "offered_by": "OCW",
        "website": "https://chalk-radio.simplecast.com/",
        "apple_podcasts_url": "https://podcasts.apple.com/us/podcast/chalk-radio/id1497545103",
        "google_podcasts_url": "https://podcasts.google.com/feed/aHR0cHM6Ly9mZWVkcy5zaW1wbGVjYXN0LmNvbS84ZlFkUzZEeA==",
    },
    {
        "rss_url": "https://feed.podbean.com/mitpress/feed.xml",
        "topics": "Literature",
        "offered_by": "MIT Press",
        "website": "https://mitpress.mit.edu/podcasts",
        "apple_podcasts_url": "https://podcasts.apple.com/us/podcast/mit-press-podcast/id1439938902",
        "google_podcasts_url": "https://podcasts.google.com/feed/aHR0cHM6Ly9taXRwcmVzcy5wb2RiZWFuLmNvbS9mZWVkLnhtbA",
    },
)


def extract(run: Extraction) -> Iterator[Payload]:
    """The feed of each show, each a scope of its own, and transcripts that the feeds point to."""
    shows, whole = _shows(run)
    if whole:
        run.listed(shows)
    for show, about in shows.items():
        if not run.wants(show):
            continue
        with run.scope(show):
            payload = run.get(about["rss_url"], label="feed", headers=BROWSER, about=about)
            feed = _feed(payload)
            yield payload
            if not any(link.get("rel") == "next" for link in feed.channel.iter(f"{ATOM}link")):
                run.complete(f"{len(feed.items)} episodes, the feed is whole")
            for item in feed.items:
                yield from _transcript(run, item)


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """Shows and their episodes."""
    for payload in snapshot.payloads("feed"):
        said = {one.exchange.about["episode"]: one for one in snapshot.payloads("transcript", scope=payload.scope)}
        yield from _show_and_episodes(payload, said)


def show(feed: Feed, about: Mapping[str, str]) -> LearningResource:
    """The show; its newest episode first, or its first when the story is told in order."""
    channel = feed.channel
    return LearningResource(
        resource_type="podcast",
        readable_id=without_scheme(about["rss_url"]),
        resource_category="Podcast",
        title=about.get("podcast_title") or text_of(channel, "title"),
        description=cleaned(text_of(channel, "description"), also=("a",)),
        url=about.get("website"),
        image=_picture(channel),
        podcast=PodcastDetail(
            rss_url=about["rss_url"],
            apple_podcasts_url=about.get("apple_podcasts_url"),
            google_podcasts_url=about.get("google_podcasts_url"),
        ),
        children=[
            Child(
                resource_type="podcast_episode",
                readable_id=readable_id,
                platform=NAME,
                relation="PODCAST_EPISODES",
                position=position,
            )
            for position, readable_id in enumerate(dict.fromkeys(episode_id(item) for item in in_order(feed)))
        ],
        **_shared(about),
    )


def episode(item: Element, feed: Feed, about: Mapping[str, str], *, transcript: str) -> LearningResource:
    """One episode."""
    link, audio = text_of(item, "link") or None, attribute_of(item, "enclosure", "url")
    return LearningResource(
        resource_type="podcast_episode",
        readable_id=episode_id(item),
        resource_category="Podcast Episode",
        title=text_of(item, "title"),
        description=cleaned(text_of(item, "description"), also=("a",)),
        url=link or audio,
        image=_picture(item) or _picture(feed.channel),
        last_modified=date_of(item, "pubDate"),
        podcast_episode=PodcastEpisodeDetail(
            transcript=transcript,
            audio_url=audio,
            episode_link=link,
            duration=from_clock(text_of(item, f"{ITUNES}duration")),
            rss=printed(item, feed.prefixes),
        ),
        **_shared(about),
    )


def episode_id(item: Element) -> str:
    """What identifies an episode: its guid, else where it leads."""
    address = text_of(item, "link") or attribute_of(item, "enclosure", "url")
    return text_of(item, "guid") or without_scheme(address)


def in_order(feed: Feed) -> list[Element]:
    """Episodes as they should be listed; those of the same moment, or without one, stay as they are."""
    playable = [item for item in feed.items if attribute_of(item, "enclosure", "url")]
    serial = text_of(feed.channel, f"{ITUNES}type").casefold() == "serial"
    long_ago = datetime.min.replace(tzinfo=UTC)
    return sorted(playable, key=lambda item: date_of(item, "pubDate") or long_ago, reverse=not serial)


def without_scheme(address: str) -> str:
    """An address as an identifier."""
    return address.split("//", 1)[-1]


def offeror_called(name: str | None) -> str | None:
    """The code of an offeror, whatever the list of shows calls it: by code or by name."""
    wanted = (name or "").casefold()
    return next((one.code for one in offerors().values() if wanted in (one.code, one.name.casefold())), None)


def _show_and_episodes(payload: Payload, said: Mapping[str, Payload]) -> Iterator[Candidate | Quarantined]:
    feed, about = feed_in(payload.content), payload.exchange.about
    yield from each([feed], lambda feed: show(feed, about), payload=payload, key=lambda _: _show_key(about))
    yield from each(
        in_order(feed),
        lambda item: episode(item, feed, about, transcript=transcripts.words_of(said.get(episode_id(item)))),
        payload=payload,
        key=lambda item: resource_key("podcast_episode", NAME, episode_id(item)),
    )


def _shared(about: Mapping[str, str]) -> dict[str, Any]:
    return {
        "etl_source": NAME,
        "platform": NAME,
        "offered_by": offeror_called(about.get("offered_by")),
        "topics": mapped(about.get("topics", "").split(",")),
        "topic_words": unmapped(about.get("topics", "").split(",")),
        "availability": "anytime",
        "published": True,
    }


def _picture(element: Element) -> Image | None:
    address = attribute_of(element, f"{ITUNES}image", "href") or text_of(element, "image/url")
    return Image(url=address) if address else None


def _feed(payload: Payload) -> Feed:
    try:
        return feed_in(payload.content)
    except NoFeed as problem:
        raise WrongShape(f"{payload.url}: {problem}") from problem


def _transcript(run: Extraction, item: Element) -> Iterator[Payload]:
    """What is said in an episode; an episode without it is still an episode."""
    address, kind = transcripts.named_in(item)
    if not address:
        return
    about = {"episode": episode_id(item), "kind": kind}
    try:
        known = run.again(address, label="transcript", about=about)
        yield known or run.get(address, label="transcript", headers=BROWSER, about=about)
    except LearnsteadError as problem:
        run.note(f"{problem}; the episode {text_of(item, 'title')!r} is without its transcript")


def _shows(run: Extraction) -> tuple[dict[str, dict[str, str]], bool]:
    """What the list says about each show, by its id; and whether we know the whole list."""
    found, whole = {}, True
    for name, text in _listed(run):
        try:
            about = yaml.safe_load(text)
            found[without_scheme(about["rss_url"])] = {key: str(value) for key, value in about.items() if value}
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as problem:
            run.note(f"{name} does not describe a show ({type(problem).__name__}: {problem})")
            whole = False
    if found:
        return found, whole
    run.note("the list of shows was never reached; began with the few that are known here")
    return {without_scheme(about["rss_url"]): dict(about) for about in FIRST_SHOWS}, False


def _listed(run: Extraction) -> Iterator[tuple[str, str]]:
    """Name and text of each description of a show."""
    place = run.settings["shows"]
    if "://" not in place:
        for path in sorted(Path(place).glob("*.y*ml")):
            yield path.name, run.keep(path.read_bytes(), label="show", url=f"file:{path.name}").text
        return
    listing = run.cached(place, label="shows")
    for entry in listing.json() if listing else ():
        if entry["type"] == "file" and entry["name"].endswith((".yaml", ".yml")):
            described = run.cached(entry["download_url"], label="show")
            yield entry["name"], described.text if described else ""


def _show_key(about: Mapping[str, str]) -> str:
    return resource_key("podcast", NAME, without_scheme(about["rss_url"]))


SOURCE = Source(
    name=NAME,
    title="Podcasts (RSS)",
    transport="RSS of each podcast, list of podcasts on GitHub",
    cadence="daily 06:00 and 23:00",
    schedules=("0 6,23 * * *",),
    stale_after=timedelta(days=2),
    data="podcasts, episodes, transcripts",
    owner="the makers of each podcast",
    brittle="feeds lie on many hosts; any of them may move, vanish or answer with a web page",
    scope="show",
    hosts=("*",),
    settings=(
        Setting(
            "shows",
            "the list of shows: the address of a folder in GitHub's contents API, or a local folder, of YAML files",
            default=LISTING,
        ),
    ),
    extract=extract,
    normalise=normalise,
)

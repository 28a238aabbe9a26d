"""What a page says of a resource beside its own words: where to start, what it costs, when it is given."""

import re
from dataclasses import dataclass

from learnstead.learn.domain import search_documents
from learnstead.learn.domain.writing.cells import address
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType

VERBS = {
    ResourceType.COURSE: "Go to the course",
    ResourceType.PROGRAM: "Go to the program",
    ResourceType.LEARNING_PATH: "Go to the learning path",
    ResourceType.PODCAST: "Go to the podcast",
    ResourceType.PODCAST_EPISODE: "Listen to the episode",
    ResourceType.VIDEO: "Watch the video",
    ResourceType.VIDEO_PLAYLIST: "Watch the playlist",
    ResourceType.DOCUMENT: "Read it",
}
# The names of schema.org.
SCHEMAS = {
    ResourceType.COURSE: "Course",
    ResourceType.PROGRAM: "Course",
    ResourceType.LEARNING_PATH: "Course",
    ResourceType.PODCAST: "PodcastSeries",
    ResourceType.PODCAST_EPISODE: "PodcastEpisode",
    ResourceType.VIDEO: "VideoObject",
    ResourceType.VIDEO_PLAYLIST: "CreativeWorkSeries",
    ResourceType.DOCUMENT: "Article",
}


_ISO = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")


@dataclass(frozen=True)
class Action:
    """Where a learner goes from here."""

    label: str
    url: str
    is_elsewhere: bool


@dataclass(frozen=True)
class Sitting:
    """A run as the table of runs shows it."""

    run: LearningResourceRun
    name: str
    price: str
    is_best: bool


def action(resource: LearningResource) -> Action | None:
    """None when the source gave no address."""
    episode = resource.detail.get("podcast_episode", {})
    url = resource.url or address(episode.get("episode_link")) or address(episode.get("audio_url"))
    if not url:
        return None
    if url.startswith("/"):
        return Action(label="Start the course", url=url, is_elsewhere=False)
    return Action(label=VERBS[ResourceType(resource.resource_type)], url=url, is_elsewhere=True)


def price(resource: LearningResource) -> str:
    """In a few words: what it costs to learn, and to get a certificate."""
    paid = [one for one in resource.prices if float(one["amount"]) > 0]
    if resource.free:
        return f"Free; certificate from {_money(paid[0])}" if paid else "Free"
    return _range(paid) or "Not free"


def prices_of(run: LearningResourceRun) -> str:
    """The prices of one run."""
    paid = [one for one in run.prices if float(one["amount"]) > 0]
    free = len(paid) < len(run.prices)
    return " or ".join(filter(None, ("free" if free else "", _range(paid))))


def sittings(resource: LearningResource, runs: list[LearningResourceRun]) -> list[Sitting]:
    """The runs of a resource, when there is more to say than that it can be taken."""
    if not any(run.start_date for run in runs):
        return []
    return [
        Sitting(
            run=run,
            name=run.term or ("Any time" if run.availability == "anytime" else ""),
            price=prices_of(run),
            is_best=run.run_id == resource.best_run_id,
        )
        for run in runs
    ]


def duration(resource: LearningResource) -> str:
    """How long it takes; of a recording, how long it is."""
    told = _first(resource, "duration")
    found = _ISO.fullmatch(told)
    if not found:
        return resource.duration
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(filter(None, parts)) or f"{seconds} s"


def transcript(resource: LearningResource) -> str:
    """What is said in a recording."""
    return _first(resource, "transcript")


def _first(resource: LearningResource, name: str) -> str:
    return next((part[name] for part in resource.detail.values() if part.get(name)), "")


def schema(resource: LearningResource) -> str:
    """What schema.org calls it."""
    return SCHEMAS[ResourceType(resource.resource_type)]


def offered_by(resource: LearningResource) -> str:
    """Who offers it, by name."""
    return search_documents.offered_by(resource)


def _range(paid: list[dict[str, str]]) -> str:
    """One price, or the lowest and the highest."""
    if len(paid) > 1 and paid[0] != paid[-1]:
        return f"{_money(paid[0])} to {_money(paid[-1])}"
    return _money(paid[0]) if paid else ""


def _money(one: dict[str, str]) -> str:
    return f"{one['currency']} {float(one['amount']):,.2f}".removesuffix(".00")

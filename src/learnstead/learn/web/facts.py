"""What a page says of a resource beside its own words: where to start, what it costs, when it is given."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from learnstead.kernel import clock
from learnstead.learn.domain import cards, labels
from learnstead.learn.domain.offering import GIVEN_IN_RUNS
from learnstead.learn.domain.writing.cells import address
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType
from learnstead.learn.web import addresses

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
OTHERS = {
    "audio_url": "The sound alone",
    "apple_podcasts_url": "Apple Podcasts",
    "google_podcasts_url": "Google Podcasts",
    "rss_url": "RSS feed",
}
PLURALS = {
    ResourceType.COURSE: "Courses",
    ResourceType.PROGRAM: "Programs",
    ResourceType.LEARNING_PATH: "Learning paths",
    ResourceType.PODCAST: "Podcasts",
    ResourceType.PODCAST_EPISODE: "Podcast episodes",
    ResourceType.VIDEO: "Videos",
    ResourceType.VIDEO_PLAYLIST: "Video playlists",
    ResourceType.DOCUMENT: "Documents",
}


@dataclass(frozen=True)
class Action:
    """Where a learner goes from here."""

    label: str
    url: str
    is_elsewhere: bool

    @property
    def host(self) -> str:
        """Whose site that is."""
        return urlsplit(self.url).netloc.removeprefix("www.")


@dataclass(frozen=True)
class Sitting:
    """A run as the table of runs shows it."""

    run: LearningResourceRun
    name: str
    price: str
    is_best: bool
    is_over: bool
    opens_later: bool


def action(resource: LearningResource) -> Action | None:
    """None when the source gave no address."""
    episode = resource.detail.get("podcast_episode", {})
    url = resource.url or address(episode.get("episode_link")) or address(episode.get("audio_url"))
    if not url:
        return None
    ours = addresses.absolute("/")
    if url.startswith(ours):
        return Action(label=VERBS[ResourceType(resource.resource_type)], url=url[len(ours) - 1 :], is_elsewhere=False)
    if url.startswith("/"):
        what = "path" if resource.resource_type == ResourceType.LEARNING_PATH else "course"
        return Action(label=f"Start the {what}", url=url, is_elsewhere=False)
    return Action(label=VERBS[ResourceType(resource.resource_type)], url=url, is_elsewhere=True)


def prices_of(run: LearningResourceRun) -> str:
    """The prices of one run."""
    paid = [cards.amount(one) for one in run.prices if float(one["amount"]) > 0]
    free = [labels.FREE] if len(paid) < len(run.prices) else []
    return " or ".join([*free, *dict.fromkeys(paid[:: max(1, len(paid) - 1)])])


def others(resource: LearningResource) -> list[Action]:
    """Where else it can be had: the sound of an episode, a podcast's feed and its page in a directory."""
    said = cards.detail(resource)
    found = [(label, address(said.get(name))) for name, label in OTHERS.items()]
    return [Action(label, url, is_elsewhere=True) for label, url in found if url and url != resource.url]


def in_words(resource: LearningResource) -> list[tuple[str, str]]:
    """What else is known of something that is given in runs; what is not known is left out."""
    numbers = [number for one in resource.course_numbers if (number := cards.course_number(one))]
    credit = resource.continuing_ed_credits
    certificate = labels.named([resource.certification_type], labels.CERTIFICATES) if resource.certification else []
    where = [*labels.named(resource.delivery, labels.DELIVERY), *filter(None, [resource.location])]
    facts = [
        ("Course numbers", " / ".join(numbers) if len(numbers) > 1 else ""),
        ("Effort", _effort(resource)),
        ("Pace", ", ".join(labels.named(resource.pace, labels.PACE))),
        ("Where", ", ".join(where)),
        ("Certificate", ", ".join(certificate)),
        ("Continuing education", f"{credit.normalize():f} credits" if credit else ""),
        ("What it offers", ", ".join(resource.course_features)),
    ]
    return [(name, value) for name, value in facts if value] if resource.resource_type in GIVEN_IN_RUNS else []


def sittings(resource: LearningResource, runs: list[LearningResourceRun]) -> list[Sitting]:
    """The runs of a resource, when there is more to say than that it can be taken."""
    if not any(run.start_date for run in runs):
        return []
    now = clock.now()
    return [
        Sitting(
            run=run,
            name=run.term or ("Any time" if run.availability == "anytime" else ""),
            price=prices_of(run),
            is_best=run.run_id == resource.best_run_id,
            is_over=bool(run.end_date and run.end_date < now),
            opens_later=bool(run.enrollment_start and run.enrollment_start > now),
        )
        for run in runs
    ]


def plural(kind: ResourceType) -> str:
    """What many of a kind are called."""
    return PLURALS[kind]


def _effort(resource: LearningResource) -> str:
    least, most = resource.min_weekly_hours, resource.max_weekly_hours
    if not least or not most:
        return resource.time_commitment
    hours = str(least) if least == most else f"{least} to {most}"
    return f"{hours} hour{'s' * (most > 1)} a week"

"""What a card says about a resource, short enough to compare it with others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from learnstead.kernel import clock
from learnstead.learn.domain import labels
from learnstead.learn.domain.offering import GIVEN_IN_RUNS
from learnstead.learn.domain.search_documents import kind_name, offered_by
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")
EN_DASH = "\N{EN DASH}"
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
INSIDE = {
    ResourceType.PROGRAM: ("course", "courses"),
    ResourceType.PODCAST: ("episode", "episodes"),
    ResourceType.VIDEO_PLAYLIST: ("video", "videos"),
    ResourceType.LEARNING_PATH: ("item", "items"),
}
PICTURES = {
    ResourceType.PODCAST: "sound",
    ResourceType.PODCAST_EPISODE: "sound",
    ResourceType.VIDEO: "film",
    ResourceType.VIDEO_PLAYLIST: "film",
    ResourceType.DOCUMENT: "sheet",
    ResourceType.PROGRAM: "steps",
}


@dataclass(frozen=True)
class Card:
    """A resource in a few words; each may be empty. ``picture`` names what is drawn where there is no image of ours."""

    resource: LearningResource
    kind: str
    offered_by: str
    number: str
    when: str
    price: str
    extent: str
    levels: Sequence[str]
    instructors: Sequence[str]
    image: str
    picture: str


def cards(resources: Iterable[LearningResource]) -> list[Card]:
    """The cards of resources that queries.published() gave."""
    now = clock.now()
    return [card(resource, now) for resource in resources]


def card(resource: LearningResource, now: datetime) -> Card:
    """The card of one resource."""
    run = best_run(resource)
    return Card(
        resource=resource,
        kind=kind_name(resource),
        offered_by=offered_by(resource),
        number=number(resource),
        when=_when(resource, run, now),
        price=price(resource),
        extent=_extent(resource),
        levels=run.levels if run else [],
        instructors=run.instructors if run else [],
        image=resource.own_image_url,
        picture=PICTURES.get(ResourceType(resource.resource_type), "book"),
    )


def best_run(resource: LearningResource) -> LearningResourceRun | None:
    """The run a learner should look at, of those already fetched."""
    runs = list(resource.runs.all())
    return next((run for run in runs if run.run_id == resource.best_run_id), runs[0] if runs else None)


def number(resource: LearningResource) -> str:
    """Its primary number, if it has one that people say."""
    return course_number(next(iter(resource.course_numbers), ""))


def course_number(number: str) -> str:
    """A number as people say it: "MITx+11.205x" is 11.205x; the key of an edX course is no number at all."""
    return "" if ":" in number else number.rpartition("+")[2]


def price(resource: LearningResource) -> str:
    """What it costs, of what is given in runs. What is free may have a certificate that is not."""
    if resource.resource_type not in GIVEN_IN_RUNS:
        return ""
    paid = [one for one in resource.prices if Decimal(one["amount"]) > 0]
    asked = amount(paid[0]) if paid else ""
    if resource.free:
        return f"{labels.FREE}, certificate {asked}" if asked else labels.FREE
    return f"From {asked}" if len(paid) > 1 else asked


def amount(price: dict[str, str]) -> str:
    """Money as people write it: "$1,450"."""
    number = Decimal(price["amount"])
    figure = f"{number:,.0f}" if number == number.to_integral() else f"{number:,.2f}"
    currency = price.get("currency", "USD")
    return f"{SYMBOLS[currency]}{figure}" if currency in SYMBOLS else f"{currency} {figure}"


def spoken_duration(duration: str) -> str:
    """An ISO 8601 duration as people say it, "1 h 5 min"; empty when it is none or nothing."""
    found = _DURATION.fullmatch(duration)
    if not found:
        return ""
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    hours += 24 * days
    if not hours and not minutes:
        return f"{seconds} s" if seconds else ""
    rounded = minutes + (seconds >= 30)  # noqa: PLR2004 - half a minute
    hours, minutes = hours + rounded // 60, rounded % 60
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]))


def detail(resource: LearningResource) -> dict[str, str]:
    """What only its kind has."""
    found: dict[str, str] = resource.detail.get(resource.resource_type) or {}
    return found


def _when(resource: LearningResource, run: LearningResourceRun | None, now: datetime) -> str:
    if resource.resource_type not in GIVEN_IN_RUNS:
        # Of what holds other things, the day on which the list of them changed says nothing.
        day = None if resource.resource_type in INSIDE else resource.last_modified
        return _day(day) if day else ""
    if resource.next_start_date and resource.next_start_date > now:
        return f"Starts {_day(resource.next_start_date)}"
    if resource.site:
        return run.term if run else ""
    return "Start at any time" if resource.availability == "anytime" else ""


def _extent(resource: LearningResource) -> str:
    words = INSIDE.get(ResourceType(resource.resource_type))
    inside: int = getattr(resource, "inside", 0)
    counted = f"{inside} {words[inside != 1]}" if words and inside else ""
    length = spoken_duration(detail(resource).get("duration") or "") or _RANGE.sub(EN_DASH, resource.duration)
    return ", ".join(filter(None, [counted, length]))


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"

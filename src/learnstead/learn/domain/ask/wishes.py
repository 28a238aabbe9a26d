"""Conditions in a question that the catalogue can filter by: "free", "with a certificate", a level, how it is given."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """A filter by its facet and value, and how it is shown."""

    facet: str
    value: str
    label: str


_WISHES: Sequence[tuple[str, Wish]] = (
    (r"(for )?free( of charge)?|at no cost|without paying", Wish("free", "true", "Free")),
    (r"(with|and|that gives?) an? (certificate|certification)|with certificates?|certified",
     Wish("certification", "true", "With certificate")),
    (r"undergraduate( level)?", Wish("level", "undergraduate", "Undergraduate")),
    (r"graduate( level)?", Wish("level", "graduate", "Graduate")),
    (r"high[- ]school( level)?", Wish("level", "high_school", "High school")),
    (r"introductory( level)?", Wish("level", "introductory", "Introductory")),
    (r"in[- ]person|on campus", Wish("delivery", "in_person", "In person")),
    (r"online", Wish("delivery", "online", "Online")),
    (r"hybrid|blended", Wish("delivery", "hybrid", "Hybrid")),
    (r"podcasts?( episodes?)?", Wish("resource_type_group", "podcast", "Podcasts")),
    (r"videos?|films?", Wish("resource_type_group", "video", "Videos")),
    (r"programs?|programmes?", Wish("resource_type", "program", "Programs")),
)  # fmt: skip
_KINDS: Mapping[str, Sequence[str]] = {
    "podcast": ("podcast", "podcast_episode"),
    "video": ("video", "video_playlist"),
}
_PATTERNS = [(re.compile(rf"(?i)\b(?:{pattern})\b"), wish) for pattern, wish in _WISHES]
# Words that ask for something without saying about what.
_ASKING = re.compile(
    r"(?i)\b(i'?d like|i want|i need|i am|i'm|recommend(ed|ation)?s?|suggest(ed|ion)?s?|looking for|interested in|"
    r"learn(ing)?|courses?|class(es)?|something|material|resources?|for beginners?|beginners?|good|best|start(ing)?|"
    r"please|available|offer(ed|s)?|take|study|are there|is there|do you have|show me|what|which|should)\b"
)


def recognised(question: str) -> list[Wish]:
    """The wishes in a question, each once, in the order they are known here."""
    found, rest = [], question
    for pattern, wish in _PATTERNS:
        if pattern.search(rest):
            rest = pattern.sub(" ", rest)
            found.append(wish)
    return found


def subject(question: str) -> str:
    """What is left of a question when the wishes and the asking are taken out: what it is about."""
    rest = question
    for pattern, _ in _PATTERNS:
        rest = pattern.sub(" ", rest)
    return " ".join(_ASKING.sub(" ", rest).replace("?", " ").split())


def filters(wishes: Sequence[Wish]) -> dict[str, list[str]]:
    """The wishes as filters of a search; kinds that belong together are asked for together."""
    found: dict[str, list[str]] = {}
    for wish in wishes:
        facet = "resource_type" if wish.value in _KINDS else wish.facet
        found.setdefault(facet, []).extend(_KINDS.get(wish.value, (wish.value,)))
    return found

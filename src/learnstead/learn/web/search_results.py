"""Results as the search page shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from learnstead.kernel import taxonomy
from learnstead.learn.domain import cards, labels
from learnstead.learn.domain.narrowing import Facet
from learnstead.learn.domain.searching import Answer, Found
from learnstead.learn.web.marking import marked
from learnstead.learn.web.search_state import CATEGORY, GROUP, MATERIAL
from learnstead.ports.search import PartHit

# Shown when they are chosen, or when nothing else says it.
ONLY_WHEN_CHOSEN = frozenset({"resource_type", "certification", "platform", "ocw_topic"})
LONG = 9
MEANING = "meaning"
WHERE = {
    "identifier": "number",
    "title": "title",
    "people": "instructor",
    "keywords": "subject",
    "text": "description",
}
KINDS = {"page": "page", "video": "video", "pdf": "PDF", "file": "file"}


def shown_facets(answer: Answer) -> list[dict[str, Any]]:
    """The ways to narrow that help here; whatever is chosen can always be seen and taken off."""
    return [_facet(facet) for facet in map(_offered, answer.facets) if facet.values and _is_shown(facet, answer)]


def card(found: Found, at: datetime) -> dict[str, Any]:
    """A result; highlights are HTML that the index has escaped."""
    part = found.hit.part
    same_words = part is not None and strip_tags(part.highlight) in strip_tags(found.hit.highlight)
    about = cards.card(found.resource, at)
    return {
        "about": about,
        "title": marked(found.hit.title),
        "highlight": marked(found.hit.highlight),
        "part": _part(part, same_words=same_words) if part else None,
        "where": [WHERE[one] for one in found.hit.matched if one in WHERE],
        "is_near": MEANING in found.hit.matched,
    }


def _part(part: PartHit, *, same_words: bool) -> dict[str, str | SafeString]:
    """The page or file inside that matches best, and where in it."""
    stored = part.stored
    places = [f"page {stored['number']}"] if stored.get("number") else []
    places += [clock_time(int(stored["seconds"]))] if stored.get("seconds") is not None else []
    return {
        "title": marked(part.title),
        "highlight": "" if same_words else marked(part.highlight),
        "url": str(stored.get("url", "")),
        "kind": KINDS.get(str(stored.get("kind", "")), ""),
        "place": ", ".join(places),
    }


def clock_time(seconds: int) -> str:
    """A moment in a recording: 1:02:03, or 2:03."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _offered(facet: Facet) -> Facet:
    """Some offerors are not for narrowing by."""
    if facet.name != "offered_by":
        return facet
    listed = {one.code for one in taxonomy.offerors().values() if one.display_facet} | {labels.OWN_PLATFORM}
    values = [value for value in facet.values if value.chosen or value.value in listed]
    return Facet(name=facet.name, title=facet.title, values=values, folded=facet.folded)


def _is_shown(facet: Facet, answer: Answer) -> bool:
    if facet.name == GROUP:
        return False
    if facet.name == CATEGORY:
        return bool(facet.chosen) or list(answer.asked.narrowed.get(GROUP, ())) == [MATERIAL]
    return facet.name not in ONLY_WHEN_CHOSEN or bool(facet.chosen)


def _facet(facet: Facet) -> dict[str, Any]:
    return {
        "name": facet.name,
        "title": facet.title,
        "values": facet.values,
        "folded": facet.folded,
        "long": len(facet.values) > LONG,
        "chosen": len(facet.chosen),
    }


def fields_of(results: Sequence[Found], at: datetime) -> list[dict[str, Any]]:
    """Every result of a page."""
    return [card(found, at) for found in results]

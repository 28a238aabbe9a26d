"""A stored answer as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from learnstead.learn.models import Turn


@dataclass
class Block:
    """A paragraph, or an item of a list: sentences with what they cite."""

    is_item: bool
    sentences: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """A question with its answer. ``notice`` is said in place of an answer, or after one that broke off."""

    turn: Turn
    blocks: Sequence[Block]
    sources: Sequence[dict[str, Any]]
    filters: Sequence[dict[str, Any]]
    notice: str = ""
    instead: str = ""


def turn(one: Turn) -> Shown:
    """From the events of an answer."""
    told: dict[str, list[dict[str, Any]]] = {}
    for event in one.events:
        told.setdefault(event["event"], []).append(event["data"])
    last = (told.get("done") or told.get("error") or [{}])[-1]
    stopped = "You stopped this answer." if one.status == Turn.Status.STOPPED else ""
    return Shown(
        turn=one,
        blocks=_blocks(told.get("sentence", [])),
        sources=told.get("citation", []),
        filters=(told.get("retrieved") or [{}])[0].get("filters", []),
        notice=last.get("text") or last.get("detail") or stopped,
        instead=last.get("instead", ""),
    )


def _blocks(sentences: Sequence[dict[str, Any]]) -> list[Block]:
    blocks: list[Block] = []
    for one in sentences:
        if one["starts"] or not blocks:
            blocks.append(Block(is_item=one["starts"] == "item"))
        blocks[-1].sentences.append({**one, "html": _safe(one["html"])})
    return blocks


def _safe(html: str) -> SafeString:
    """It was cleaned when it was checked (prose.inline_html)."""
    return mark_safe(html)  # noqa: S308 - see above

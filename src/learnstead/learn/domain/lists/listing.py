"""Items of a list as pages show them: with their cards, in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from learnstead.learn.domain import cards, queries
from learnstead.learn.domain.cards import Card


@dataclass(frozen=True)
class Entry:
    """A row of a list. ``card`` is None for something that learners no longer see; ``title`` names it then."""

    pk: int
    title: str
    card: Card | None


def entries(rows: Sequence[Any], *, resource: str = "resource") -> list[Entry]:
    """Rows that name a resource in the attribute ``resource``, which must have been fetched with them."""
    there = {one.pk: one for one in queries.published().filter(pk__in=[getattr(row, f"{resource}_id") for row in rows])}
    made = {card.resource.pk: card for card in cards.cards(there.values())}
    return [_entry(row.pk, getattr(row, resource), made) for row in rows]


def _entry(pk: int, one: Any, made: dict[int, Card]) -> Entry:
    hidden = one is None or one.test_mode
    return Entry(
        pk=pk, title="Something that is not listed" if hidden else one.title, card=made.get(one.pk) if one else None
    )

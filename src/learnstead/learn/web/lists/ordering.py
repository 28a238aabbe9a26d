"""What the buttons and the dragging of an ordered list post."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from learnstead.learn.domain.lists import order

MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Change:
    """What was asked for: items to take off, or that the order was changed."""

    removed: tuple[int, ...] = ()
    is_reordered: bool = False


def change(request: HttpRequest, rows: QuerySet[Any]) -> Change:
    """Put the rows in the order that was posted; what is to be removed is for the caller to remove."""
    posted = request.POST
    if wanted := _numbers(posted, "order"):
        order.arrange(rows, wanted)
        return Change(is_reordered=True)
    for name, places in MOVES.items():
        for pk in _numbers(posted, name)[:1]:
            order.move(rows, pk, places)
            return Change(is_reordered=True)
    for pk in _numbers(posted, "first")[:1]:
        order.place(rows, pk, 0)
        return Change(is_reordered=True)
    return Change(removed=tuple(_numbers(posted, "remove")))


def _numbers(posted: QueryDict, name: str) -> list[int]:
    return [int(value) for value in posted.getlist(name) if value.isascii() and value.isdigit() and len(value) < 19]  # noqa: PLR2004 - fits a key

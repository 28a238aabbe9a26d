"""Rows that somebody puts in an order: items of lists, of learning paths, of what is featured."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet


def next_position(rows: QuerySet[Any]) -> int:
    """The place after the last."""
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def arrange(rows: QuerySet[Any], wanted: Sequence[int]) -> None:
    """Put the rows with these keys in this order, in the places they hold together; the others stay where they are.

    So one page of a long list can be put in order. Keys of rows that are not there count for nothing.
    """
    ordered = _locked(rows)
    known = {row.pk: row for row in ordered}
    asked = [known[pk] for pk in dict.fromkeys(wanted) if pk in known]
    moved = {row.pk for row in asked}
    coming = iter(asked)
    _number([next(coming) if row.pk in moved else row for row in ordered])


@transaction.atomic
def place(rows: QuerySet[Any], pk: int, position: int) -> None:
    """Put one row at a position, counted from 0; beyond an end means that end."""
    ordered = _locked(rows)
    row = next((row for row in ordered if row.pk == pk), None)
    if row is None:
        return
    ordered.remove(row)
    ordered.insert(max(position, 0), row)
    _number(ordered)


@transaction.atomic
def move(rows: QuerySet[Any], pk: int, places: int) -> None:
    """Move one row down by so many places; up when negative."""
    here = next((number for number, row in enumerate(_locked(rows)) if row.pk == pk), 0)
    place(rows, pk, here + places)


def _locked(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.order_by("position", "pk").select_for_update(of=("self",)))


def _number(ordered: Sequence[Any]) -> None:
    changed = []
    for position, row in enumerate(ordered):
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["position"])

"""Rows by the keys that addresses have."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Manager, Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def by_key(rows: "QuerySet[Row] | Manager[Row]", key: str, *, field: str = "key") -> Row:
    """The row with this key, 32 hex digits or with hyphens; Http404 when there is none."""
    try:
        wanted: dict[str, Any] = {field: UUID(key)}
    except ValueError as problem:
        raise Http404(key) from problem
    found = rows.filter(**wanted).first()
    if found is None:
        raise Http404(key)
    return found

"""Kinds of values in answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema
from typing_extensions import TypedDict

# Moments are written in UTC: 2026-03-01T12:00:00Z.
Moment: TypeAlias = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]
# An amount of money or credits, with two places: "49.00".
Amount: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "format": "decimal", "pattern": r"^\d+\.\d\d$"})]


class Coded(TypedDict):
    """A code and what it is called."""

    code: str
    name: str


def coded(code: str, names: Mapping[str, str]) -> Coded:
    """A code with its name; one that has none is called by itself."""
    return {"code": code, "name": names.get(code, code)}


def all_coded(codes: Iterable[str], names: Mapping[str, str]) -> list[Coded]:
    """Codes with their names."""
    return [coded(code, names) for code in codes]

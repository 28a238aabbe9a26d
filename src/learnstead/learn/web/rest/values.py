"""Kinds of values in answers."""

from datetime import datetime
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema

# Moments are written as they are in the database, in UTC: 2026-03-01T12:00:00Z.
Moment: TypeAlias = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]
# An amount of money or credits, with two places: "49.00".
Amount: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "format": "decimal", "pattern": r"^\d+\.\d\d$"})]

"""One thing the doctor looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: nothing to do, worth knowing, to be mended."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was seen, and the remedy unless all is well."""

    subject: str
    level: Level
    seen: str
    remedy: str = ""


def ok(subject: str, seen: str) -> Finding:
    """Nothing to do."""
    return Finding(subject, Level.OK, seen)


def note(subject: str, seen: str, remedy: str) -> Finding:
    """Worth knowing; everything works."""
    return Finding(subject, Level.NOTE, seen, remedy)


def problem(subject: str, seen: str, remedy: str) -> Finding:
    """To be mended: something does not work, or is unsafe."""
    return Finding(subject, Level.PROBLEM, seen, remedy)

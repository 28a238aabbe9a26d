"""How long something plays, as ISO 8601: ``PT1H2M3S``."""

import re

CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+)(?:\.\d+)?")


def from_seconds(seconds: float | None) -> str:
    """The duration; nothing known counts as none. Parts of a second are dropped."""
    whole = max(int(seconds or 0), 0)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    parts = [f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if number]
    return f"PT{''.join(parts) or '0S'}"


def from_clock(text: str | None) -> str | None:
    """What podcast feeds write: seconds, ``MM:SS`` or ``HH:MM:SS``; None when it is something else."""
    found = CLOCK.fullmatch((text or "").strip())
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return from_seconds(3600 * hours + 60 * minutes + seconds)

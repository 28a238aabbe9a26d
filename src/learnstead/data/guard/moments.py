"""Moments that all moved by the same few hours: a feed that changed its time zone, not its dates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

OF_RUNS = ("start_date", "end_date", "enrollment_start", "enrollment_end")
OF_DETAILS = (("event", "event_datetime"), ("event", "event_end_datetime"), ("news", "publish_date"))
FEWEST = 2
# No time zone is further from another that a publisher would mix it up with; dates that move by days are news.
FURTHEST, STEP = timedelta(hours=14), timedelta(minutes=30)

Body = Mapping[str, Any]


def shift(pairs: Iterable[tuple[Body, Body]]) -> timedelta | None:
    """By how much most of the records moved that have moments, from before to now; None when they did not."""
    shifts = [moved for before, now in pairs if (moved := _shift_of(before, now)) is not None]
    if not shifts:
        return None
    most, number = Counter(shifts).most_common(1)[0]
    looks_like_a_zone = timedelta(0) < abs(most) <= FURTHEST and not most % STEP
    return most if looks_like_a_zone and number >= FEWEST and number * 2 > len(shifts) else None


def _shift_of(before: Body, now: Body) -> timedelta | None:
    """By how much all moments of a record moved; zero when they did not move alike; None when it has none."""
    earlier, later = dict(_moments(before)), dict(_moments(now))
    moved = {later[name] - moment for name, moment in earlier.items() if name in later}
    if not moved:
        return None
    return moved.pop() if len(moved) == 1 else timedelta(0)


def _moments(record: Body) -> Iterator[tuple[tuple[str, str], datetime]]:
    for run in record.get("runs") or ():
        yield from (((run["run_id"], name), _time(run[name])) for name in OF_RUNS if run.get(name))
    for part, name in OF_DETAILS:
        if (record.get(part) or {}).get(name):
            yield (part, name), _time(record[part][name])


def _time(words: str) -> datetime:
    return datetime.fromisoformat(words)

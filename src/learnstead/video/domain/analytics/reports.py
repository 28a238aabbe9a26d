"""What was watched of a video: how far people stay, what they watch again, how many they are, and when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from learnstead.video.models import Video, Viewing

# Somebody who leaves earlier has looked, not viewed.
LEAST_SECONDS = 3


@dataclass(frozen=True)
class Camera:
    """How often each second was seen with one camera; 0 is the whole picture."""

    number: int
    heat: Sequence[int]
    seconds: int


@dataclass(frozen=True)
class Report:
    """``reached`` counts viewings in which each second was seen, ``heat`` how often it was, repeats included.

    ``viewers`` are different people as far as can be told: without an account, by the day. ``seconds`` is the time of
    the video that was seen. ``days`` counts viewings, with days on which there were none.
    """

    length: int
    views: int
    viewers: int
    seconds: int
    reached: Sequence[int]
    heat: Sequence[int]
    cameras: Sequence[Camera]
    days: Sequence[tuple[date, int]]

    @property
    def retention(self) -> list[float]:
        """The share of viewings that reached each second, 0 to 1."""
        return [count / self.views for count in self.reached] if self.views else []

    @property
    def average(self) -> float:
        """The share of the video that a viewing saw on average, 0 to 1."""
        return sum(self.reached) / (self.views * self.length) if self.views and self.length else 0.0


def report(video: Video, *, since: datetime, until: datetime) -> Report:
    """Viewings that began in ``[since, until)``."""
    length = _length(video)
    found = Viewing.objects.filter(
        video=video, started_at__gte=since, started_at__lt=until, seconds__gte=min(LEAST_SECONDS, length)
    )
    views, seconds, viewers, days = 0, 0, set[str](), Counter[date]()
    reached, heat = _Tally(length), dict[int, _Tally]()
    for one in found.order_by().values_list("viewer", "seconds", "watched", "started_at").iterator(chunk_size=2000):
        viewer, watched_seconds, watched, started = one
        views += 1
        seconds += watched_seconds
        viewers.add(viewer)
        days[started.date()] += 1
        for begin, to in merged((begin, to) for _, begin, to in watched):
            reached.add(begin, to)
        for camera, begin, to in watched:
            heat.setdefault(camera, _Tally(length)).add(begin, to)
    cameras = [Camera(number, tally.counts(), sum(tally.counts())) for number, tally in sorted(heat.items())]
    return Report(
        length=length,
        views=views,
        viewers=len(viewers),
        seconds=seconds,
        reached=reached.counts(),
        heat=[sum(each) for each in zip(*(camera.heat for camera in cameras), strict=True)] or [0] * length,
        cameras=cameras,
        days=[(day, days[day]) for day in _days(since, until)],
    )


def merged(runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of seconds without overlaps, in order: what was seen at least once."""
    begun: tuple[int, int] | None = None
    for begin, to in sorted(runs):
        if begun is None:
            begun = (begin, to)
        elif begin <= begun[1]:
            begun = (begun[0], max(begun[1], to))
        else:
            yield begun
            begun = (begin, to)
    if begun:
        yield begun


class _Tally:
    """Counts of seconds, by where runs begin and end."""

    def __init__(self, length: int) -> None:
        self._changes = [0] * (length + 1)

    def add(self, begin: int, to: int) -> None:
        last = len(self._changes) - 1
        self._changes[min(begin, last)] += 1
        self._changes[min(to, last)] -= 1

    def counts(self) -> list[int]:
        return list(accumulate(self._changes))[:-1]


def _length(video: Video) -> int:
    duration = video.current.duration if video.current else 0.0
    return int(duration) + (duration > int(duration))


def _days(since: datetime, until: datetime) -> Iterator[date]:
    day, last = since.date(), (until - timedelta(microseconds=1)).date()
    while day <= last:
        yield day
        day += timedelta(days=1)

"""Charts as points of SVG, drawn on the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 720, 160
MOST_BARS = 240


@dataclass(frozen=True)
class Line:
    """A line over its area, as ``points`` of polylines; ``top`` is the value at the upper edge."""

    line: str
    area: str
    top: float


@dataclass(frozen=True)
class Bar:
    """A part of the width with a strength from 0 to 100, and what it says."""

    left: float
    width: float
    strength: int
    says: str


@dataclass(frozen=True)
class Column:
    """A day's bar."""

    left: float
    top: float
    width: float
    height: float
    says: str


def line(values: Sequence[float], *, top: float | None = None) -> Line:
    """A value for each step to the right; None of ``top``: the largest."""
    highest = top or max(values, default=0) or 1
    shown = means(values, MOST_BARS)
    step = WIDTH / max(1, len(shown) - 1)
    points = [f"{place * step:.1f},{HEIGHT * (1 - value / highest):.1f}" for place, value in enumerate(shown)]
    joined = " ".join(points)
    return Line(joined, f"0,{HEIGHT} {joined} {WIDTH},{HEIGHT}", highest)


def heat(values: Sequence[float], *, highest: float) -> list[Bar]:
    """A strip in which the strongest part is what was seen most."""
    shown = means(values, MOST_BARS)
    width = WIDTH / max(1, len(shown))
    seconds = len(values) / max(1, len(shown))
    return [
        Bar(place * width, width, round(100 * value / (highest or 1)), f"{_clock(place * seconds)}: {value:.0f}")
        for place, value in enumerate(shown)
    ]


def columns(values: Sequence[tuple[str, int]]) -> list[Column]:
    """A column for each of a few dozen names."""
    highest = max((value for _, value in values), default=0) or 1
    width = WIDTH / max(1, len(values))
    return [
        Column(place * width, HEIGHT * (1 - value / highest), width * 0.8, HEIGHT * value / highest, f"{name}: {value}")
        for place, (name, value) in enumerate(values)
    ]


def means(values: Sequence[float], most: int) -> list[float]:
    """At most so many values, each the mean of those next to each other."""
    if len(values) <= most:
        return list(values)
    cuts = [round(place * len(values) / most) for place in range(most + 1)]
    return [sum(values[a:b]) / (b - a) for a, b in pairwise(cuts)]


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"

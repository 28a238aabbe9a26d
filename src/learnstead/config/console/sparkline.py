"""A line of numbers as a small picture."""

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 96, 24, 2


def points(numbers: Sequence[int]) -> str:
    """The ``points`` of an SVG polyline in a box of 96 by 24; empty for fewer than two numbers.

    The line starts at zero, so that a fall to nothing looks like one.
    """
    if len(numbers) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    across = (WIDTH - 2 * MARGIN) / (len(numbers) - 1)
    up = (HEIGHT - 2 * MARGIN) / (max(numbers) or 1)
    return " ".join(f"{MARGIN + across * at:.1f},{HEIGHT - MARGIN - up * n:.1f}" for at, n in enumerate(numbers))

"""What a change of the ranking would do to one search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from learnstead.learn.domain.searching import Answer, Asked, Found

SHOWN = 10


@dataclass(frozen=True)
class Place:
    """A result at a place; ``other`` is its place in the other order, None when it is not among those shown there."""

    found: Found
    number: int
    other: int | None

    @property
    def moved(self) -> int:
        """How many places up it goes from the other order to this one."""
        return self.other - self.number if self.other else 0


@dataclass(frozen=True)
class Preview:
    """The first results as they are and as they would be."""

    now: Sequence[Place]
    then: Sequence[Place]
    total_now: int
    total_then: int

    @property
    def moves(self) -> int:
        """How many results would stand elsewhere, or come in."""
        return sum(place.moved != 0 or place.other is None for place in self.then)


def compare(now: Asked, then: Asked, *, ask: Callable[[Asked], Answer]) -> Preview:
    """Ask both ways."""
    before, after = ask(now), ask(then)
    return Preview(
        now=_places(before, after), then=_places(after, before), total_now=before.total, total_then=after.total
    )


def _places(answer: Answer, other: Answer) -> list[Place]:
    elsewhere = {found.hit.id: number for number, found in enumerate(other.found, start=1)}
    return [
        Place(found=found, number=number, other=elsewhere.get(found.hit.id))
        for number, found in enumerate(answer.found, start=1)
    ]

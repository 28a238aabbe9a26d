"""What a tutor must not say: the solution of the problem, in whatever words it comes near to it."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from learnstead.kernel.language import numbers, sentences, terms
from learnstead.learn.domain.ask import material
from learnstead.learn.models import LearningResource

RUN = 3  # so many words of the solution in a row, which the problem does not have
SHARE = 0.6  # of a sentence of the solution


@dataclass(frozen=True)
class Secret:
    """A solution, and the problem, which may be repeated."""

    statement: str
    solution: str

    @classmethod
    def of(cls, resource: LearningResource, title: str) -> Self:
        """The secret of a course's problem; without a solution there is none."""
        known = material.problem(resource, title)
        return cls(known.statement, known.solution) if known else cls("", "")

    def is_told_by(self, text: str) -> bool:
        """Whether a sentence gives a figure, a run of words or most of a sentence away that only the solution has."""
        if not self.solution:
            return False
        if numbers(text) & (numbers(self.solution) - numbers(self.statement)):
            return True
        if _runs(text) & (_runs(self.solution) - _runs(self.statement)):
            return True
        said, public = set(terms(text)), set(terms(self.statement))
        for sentence in sentences(self.solution):
            own = set(terms(sentence)) - public
            if len(own) >= RUN and len(own & said) >= SHARE * len(own):
                return True
        return False


def _runs(text: str) -> set[tuple[str, ...]]:
    spoken = terms(text)
    pairs = list(pairwise(spoken))
    return {(*first, second[1]) for first, second in pairwise(pairs)}

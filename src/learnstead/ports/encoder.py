"""Text as vectors: texts that mean alike lie near each other."""

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from learnstead.kernel.errors import Transient

Vector = Sequence[float]


class EncoderUnavailable(Transient):
    """There is no encoder now: not trained yet, its model is missing, or its provider does not answer."""


class Encoder(Protocol):
    """Texts to vectors of length 1. Vectors of encoders with different ``name`` cannot be compared."""

    @property
    def name(self) -> str:
        """Which model this is, with its version: "lsa-1f2e3d4c", "openai:text-embedding-3-small"."""

    @property
    def dimensions(self) -> int:
        """How long a vector is."""

    @property
    def floor(self) -> float:
        """The cosine up to which two texts may be alike by chance; nearness begins above it."""

    @property
    def daily_tokens(self) -> int | None:
        """How many tokens of the catalogue it may be sent on a day; None where that costs nothing."""

    def encode(self, texts: Sequence[str]) -> Sequence[Vector]:
        """One vector for each text, in order; all zeros for one without a known word. Raises EncoderUnavailable."""


@runtime_checkable
class Trainable(Protocol):
    """An encoder that learns from our own texts; until it has, it is unavailable, its ``name`` included."""

    def in_use(self) -> Encoder:
        """The model in use now; it stays the same when another one is adopted. Raises EncoderUnavailable."""

    def train(self, texts: Iterable[str]) -> Encoder:
        """Learn another model. It is kept beside the one in use and changes nothing until it is adopted."""

    def adopt(self, name: str) -> None:
        """Use the model of this name from now on, in every process, with the transaction around; forget the others."""

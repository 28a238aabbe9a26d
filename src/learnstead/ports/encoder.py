"""Text as vectors: texts that mean alike lie near each other."""

from collections.abc import Sequence
from typing import Protocol

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

    def encode(self, texts: Sequence[str]) -> Sequence[Vector]:
        """One vector for each text, in order; all zeros for one without a known word. Raises EncoderUnavailable."""

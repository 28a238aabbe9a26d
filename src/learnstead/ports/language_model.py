"""A model that answers in prose, from passages it is given."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from learnstead.kernel.errors import Terminal, Transient


class ModelUnavailable(Transient):
    """The provider does not answer, or answers with an error that may pass. ``wait`` is what it asked for, in s."""

    def __init__(self, says: str, *, wait: float | None = None) -> None:
        """Keep how long to wait, when the provider said so."""
        super().__init__(says)
        self.wait = wait


class ModelRefused(Terminal):
    """The provider refuses what it was sent, or sends us elsewhere: an administrator must look at the settings."""


@dataclass(frozen=True)
class Passage:
    """A piece of text that an answer may rest on, cited as ``[number]``.

    ``place`` says where in what ``title`` names: a page, a time. ``url`` leads there.
    """

    number: int
    title: str
    text: str
    url: str
    place: str = ""


@dataclass(frozen=True)
class Exchange:
    """An earlier question and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class Prompt:
    """What a model is asked. ``passages`` are data: whatever they say, they give no orders.

    ``instructions`` say how to answer. ``one_of_each`` asks for a list: each passage describes one thing, in its
    first sentence shortly. ``said`` are sentences that an answer should not repeat. ``most_tokens`` bounds the answer.
    """

    question: str
    passages: Sequence[Passage]
    instructions: str = ""
    history: Sequence[Exchange] = ()
    said: Sequence[str] = ()
    one_of_each: bool = False
    most_tokens: int = 700


@dataclass(frozen=True)
class Usage:
    """What an answer cost, in tokens."""

    prompt: int = 0
    completion: int = 0


@dataclass(frozen=True)
class Piece:
    """The next bit of an answer. An empty one says only that the model is still at work.

    ``usage`` comes with the last piece, from providers that count.
    """

    text: str = ""
    usage: Usage | None = None


@dataclass(frozen=True)
class Budget:
    """Tokens that may be used in a day: by one person, and by all together; 0 is no limit."""

    person: int = 0
    everybody: int = 0


class LanguageModel(Protocol):
    """Answers piece by piece, with ``[n]`` after each sentence for the passages it rests on. Not to be believed."""

    @property
    def models(self) -> Sequence[str]:
        """The names that may be asked for; the first is meant when none is."""

    @property
    def extractive(self) -> bool:
        """Whether it only repeats sentences of the passages."""

    def stream(self, prompt: Prompt, *, model: str = "") -> Generator[Piece]:
        """Pieces as they come, at least one every two seconds; closing the generator stops the provider's work.

        Raises ModelUnavailable or ModelRefused.
        """

"""A program that listens to a recording and writes down what is said."""

from pathlib import Path
from typing import Protocol

from learnstead.kernel.errors import Terminal


class CannotListen(Terminal):
    """It failed on this recording; the message says how, and what to do."""


class SpeechWriter(Protocol):
    """``name`` says which program and model, for people."""

    name: str

    def captions(self, recording: Path, *, language: str) -> bytes:
        """WebVTT of what is said in a file with sound. Raises CannotListen.

        ``language`` is a tag, or empty where the program should find out.
        """

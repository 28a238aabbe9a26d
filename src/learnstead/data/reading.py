"""Normalising a whole snapshot: a payload that breaks a normaliser fails its own scope, and no other."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from learnstead.data import taken_back
from learnstead.data.guard.staging import Staging, staging
from learnstead.data.normalising import SURPRISES, Given
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source
from learnstead.kernel.errors import LearnsteadError


class Unreadable(LearnsteadError):
    """The normaliser failed before it looked at any payload, so no scope can be blamed."""


class Watched(Snapshot):
    """A snapshot that leaves some scopes out, and knows which payload was handed out last."""

    def __init__(self, snapshot: Snapshot, without: Iterable[str]) -> None:
        super().__init__(snapshot.objects, source=snapshot.source, run=snapshot.run)
        self._without = set(without)
        self.last = ""

    def payloads(self, label: str | None = None, *, scope: str | None = None) -> Iterator[Payload]:
        """What extract yielded, of the scopes that are not left out."""
        for payload in super().payloads(label, scope=scope):
            if payload.scope not in self._without:
                self.last = payload.scope
                yield payload


@contextmanager
def read(
    source: Source, snapshot: Snapshot, given: Given, *, failed: Iterable[str], scratch: Path
) -> Iterator[tuple[Staging, dict[str, str]]]:
    """Everything the snapshot holds as records, and the scopes that could not be read, with the reason.

    When a normaliser stumbles, it begins again without the scope it stumbled over.
    """
    broken: dict[str, str] = {}
    while True:
        watched = Watched(snapshot, [*failed, *broken])
        with staging(scratch, run=snapshot.run) as staged:
            try:
                staged.take(source.normalise(watched, given))
                staged.take(taken_back.gone_in(watched))
            except (LearnsteadError, *SURPRISES) as problem:
                says = str(problem) if isinstance(problem, LearnsteadError) else f"{type(problem).__name__}: {problem}"
                if not watched.last or watched.last in broken:
                    raise Unreadable(f"{source.name} could not be read: {says}") from problem
                broken[watched.last] = says
                continue
            yield staged, broken
            return

"""What is written while an index is built anew: noted beside the new one, which does it too before it goes live.

Each write is one file, there as a whole or not at all: its first line has the ids that were removed, each other line an
entry.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from learnstead.ports.search import Entry

FOLDER = "meanwhile"
_UNFINISHED = ".unfinished"


@contextmanager
def noting(folders: Sequence[Path], remove: Iterable[str]) -> Iterator[Callable[[Entry], Entry]]:
    """Note a write for the indexes in these folders; every entry that is put has to pass through what this gives."""
    with ExitStack() as stack:
        paths = [_next(folder / FOLDER) for folder in folders]
        files = [stack.enter_context(path.with_suffix(_UNFINISHED).open("wb")) for path in paths]

        def note(said: object) -> None:
            line = msgspec.json.encode(said) + b"\n"
            for file in files:
                file.write(line)

        def entry(one: Entry) -> Entry:
            if files:
                note(one)
            return one

        note(list(remove))
        yield entry
    for path in paths:
        path.with_suffix(_UNFINISHED).rename(path)


def noted(folder: Path) -> Iterator[tuple[Sequence[str], Iterator[Entry]]]:
    """The writes for the index in this folder, in their order: what was removed, and what was put."""
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        with path.open("rb") as file:
            removed = msgspec.json.decode(next(file), type=list[str])
            yield removed, (msgspec.json.decode(line, type=Entry) for line in file)


def _next(folder: Path) -> Path:
    """Only one process writes at a time."""
    return folder / f"{len(list(folder.iterdir())):08}.jsonl"

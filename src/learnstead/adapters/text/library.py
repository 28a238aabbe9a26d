"""Text extraction with libraries: kreuzberg for documents, lexbor for HTML; no server needed."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from learnstead.adapters.text.cleaning import clean
from learnstead.adapters.text.kinds import is_plain, kind_of
from learnstead.adapters.text.plain import decoded
from learnstead.adapters.text.reader import WORKER, Reader, ReaderGone, ReaderStuck
from learnstead.ports.text_extraction import ExtractedText, NoText, TooSlow

READING = 1
"""Counted up when the same file would give another text, so that what was kept is not used any more."""

PATIENCE = timedelta(seconds=60)
MOST_BYTES = 256 * 2**20


class LibraryExtractor:
    """Plain text is read at once; everything else in a worker process with limits on time and memory."""

    name = f"library-{READING}-{version('kreuzberg')}"

    def __init__(
        self, *, patience: timedelta = PATIENCE, most_bytes: int = MOST_BYTES, worker: Sequence[str] = WORKER
    ) -> None:
        self._patience, self._most_bytes = patience, most_bytes
        self._reader = Reader(patience=patience, worker=worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def extract(self, content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        """What is written in a file."""
        if not content:
            return ExtractedText(text="")
        if len(content) > self._most_bytes:
            raise NoText(f"{file_name} has {len(content):,} bytes; files over {self._most_bytes:,} are not read")
        kind = kind_of(file_name=file_name, media_type=media_type)
        try:
            return (
                ExtractedText(text=clean(decoded(content))) if is_plain(kind) else self._read(content, file_name, kind)
            )
        except NoText as problem:
            raise NoText(f"{file_name} cannot be read: {problem}") from problem

    def close(self) -> None:
        """End the worker process; the next file starts another one."""
        self._reader.close()

    def _read(self, content: bytes, file_name: str, kind: str) -> ExtractedText:
        with tempfile.NamedTemporaryFile(prefix="learnstead-text-") as file:
            file.write(content)
            file.flush()
            try:
                answer = self._reader.ask(Path(file.name), kind)
            except ReaderStuck:
                says = f"reading {file_name} took longer than {self._patience.total_seconds():.0f} seconds"
                raise TooSlow(f"{says}; it is tried again with its next version") from None
            except ReaderGone:
                raise NoText("the reader crashed on it, twice") from None
        if "problem" in answer:
            raise NoText(answer["problem"])
        return ExtractedText(**answer)

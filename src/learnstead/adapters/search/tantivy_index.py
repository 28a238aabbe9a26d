"""The search index in a folder: one writer at a time, any number of readers in any number of processes."""

import json
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, IndexWriter, Schema, Searcher

from learnstead.adapters.search import analysis, meanwhile, results, schema, suggesting
from learnstead.adapters.search.columns import Columns, Table, keep
from learnstead.adapters.search.commit import Commit
from learnstead.adapters.search.generations import Generations
from learnstead.adapters.search.spelling import Lexicon
from learnstead.kernel.errors import Transient
from learnstead.ports.search import Entry, IndexMissing, Inside, Query, Results, Suggestion

ENTRIES_FOLDER, PARTS_FOLDER, COLUMNS_FILE = "entries", "parts", "columns"
WRITER_MEMORY = 50_000_000
META = "meta.json"
DAMAGE = "Data corrupted"  # how tantivy begins to say so


@dataclass(frozen=True)
class Opened:
    """The files of one generation, and the commit last read from them; ``seen`` tells commits apart."""

    folder: Path
    entries: Index
    parts: Index
    seen: tuple[tuple[int, int], ...]
    commit: Commit


log = logging.getLogger(__name__)


class TantivyIndex:
    """Entries under ``root``, counted by the named ``facets``."""

    def __init__(self, root: Path, *, facets: Sequence[str]) -> None:
        self._facets = tuple(facets)
        self._generations = Generations(root, schema.form(self._facets))
        self._opened: Opened | None = None
        self._opening = threading.Lock()

    def write(self, *, put: Iterable[Entry] = (), remove: Iterable[str] = ()) -> float:
        """Parts first, then entries, in one commit each: a crash before the second leaves what is found as it was."""
        with self._generations.locked():
            folder, gone = self._generations.live(), list(remove)
            try:
                entries, parts = _open(folder / ENTRIES_FOLDER), _open(folder / PARTS_FOLDER)
            except (OSError, ValueError) as problem:
                raise self._generations.missing(f"the search index is damaged ({problem})") from problem
            with (
                meanwhile.noting(self._generations.being_built(), gone) as noted,
                _writers(entries, parts) as writers,
            ):
                self._change(writers, map(noted, put), gone)
            return _replaced(folder / ENTRIES_FOLDER)

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Readers and writers go on in the old index until the new one is whole, and has what was written meanwhile."""
        with self._generations.building() as folder:
            entries_schema, parts_schema = schema.entries(self._facets), schema.parts()
            new = _create(entries_schema, folder / ENTRIES_FOLDER), _create(parts_schema, folder / PARTS_FOLDER)
            with _writers(*new) as writers:
                self._add(writers, entries, fresh=True)
            keep(_searcher(new[0]), folder / COLUMNS_FILE)
            with self._generations.locked():
                with _writers(*new) as writers:
                    for gone, put in meanwhile.noted(folder):
                        self._change(writers, put, gone)
                self._generations.switch(folder)
            return _searcher(new[0]).num_docs

    def search(self, query: Query) -> Results:
        """Read the state that the last finished write left."""
        with self._undamaged():
            return results.results(query, self._commit())

    def inside(self, entry: str, text: str, *, offset: int = 0, limit: int = 20) -> Inside:
        """Read the state that the last finished write left."""
        with self._undamaged():
            return results.inside(entry, text, self._commit(), offset=offset, limit=limit)

    def suggest(self, text: str, *, limit: int = 6) -> Sequence[Suggestion]:
        """Entries by the beginning of their title or identifier."""
        with self._undamaged():
            return suggesting.suggestions(text, self._commit(), limit=limit)

    def _change(self, writers: tuple[IndexWriter, IndexWriter], put: Iterable[Entry], remove: Iterable[str]) -> None:
        for gone in remove:
            for writer in writers:
                writer.delete_documents_by_term("entry", gone)
        self._add(writers, put, fresh=False)

    def _add(self, writers: tuple[IndexWriter, IndexWriter], put: Iterable[Entry], *, fresh: bool) -> None:
        """Add entries in place of what they were. Of two with one id in a fresh index, the last one stays.

        An entry that cannot be indexed stops no other, and what there was of it stays.
        """
        in_entries, in_parts = writers
        written: set[str] = set()
        for entry in put:
            serial = schema.new_serial()
            try:
                parts = [schema.part_document(entry, serial, part) for part in entry.parts]
                document = schema.entry_document(entry, serial, self._facets)
            except ValueError as problem:
                log.error("entry %s cannot be indexed: %s", entry.id, problem)  # noqa: TRY400 - the reason is enough
                continue
            if not fresh or entry.id in written:
                for writer in writers:
                    writer.delete_documents_by_term("entry", entry.id)
            written.add(entry.id)
            for part in parts:
                in_parts.add_document(part)
            in_entries.add_document(document)

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """Most damage shows when files are opened, some only when they are read."""
        try:
            yield
        except ValueError as problem:
            if DAMAGE not in str(problem):
                raise
            self._opened = None
            raise self._generations.missing(f"the search index is damaged ({problem})") from problem

    def _commit(self) -> Commit:
        """The last commit, read again only when another was made since: it replaces one small file."""
        folder = self._generations.live()
        try:
            opened = self._opened
            if opened is None or opened.folder != folder or opened.seen != _seen(folder):
                with self._opening:
                    self._opened = opened = self._newest(folder)
        except IndexMissing:
            raise
        except (OSError, ValueError) as problem:
            self._opened = None
            raise self._generations.missing(f"the search index cannot be read ({problem})") from problem
        return opened.commit

    def _newest(self, folder: Path) -> Opened:
        """What was opened, brought up to date; several threads may have found it old."""
        before, seen = self._opened, _seen(folder)
        if before is not None and before.folder == folder:
            if before.seen == seen:
                return before
            entries, parts, known = before.entries, before.parts, before.commit.columns.table
            entries.reload()
            parts.reload()
        else:
            entries, parts = _open(folder / ENTRIES_FOLDER), _open(folder / PARTS_FOLDER)
            known = Table.kept(folder / COLUMNS_FILE)
        searcher = entries.searcher()
        return Opened(
            folder=folder,
            entries=entries,
            parts=parts,
            seen=seen,
            commit=Commit(
                entries=searcher,
                parts=parts.searcher(),
                columns=Columns(searcher, known),
                lexicon=Lexicon(searcher),
                facets=self._facets,
            ),
        )


def _searcher(index: Index) -> Searcher:
    index.reload()
    return index.searcher()


def _seen(folder: Path) -> tuple[tuple[int, int], ...]:
    states = [(folder / name / META).stat() for name in (ENTRIES_FOLDER, PARTS_FOLDER)]
    return tuple((state.st_mtime_ns, state.st_ino) for state in states)


def _replaced(folder: Path) -> float:
    """The share of documents that are deleted and still there: segments keep theirs until they are merged."""
    segments = json.loads((folder / META).read_bytes())["segments"]
    deleted = sum(int(segment["deletes"]["num_deleted_docs"]) for segment in segments if segment["deletes"])
    return deleted / max(1, sum(int(segment["max_doc"]) for segment in segments))


def _create(at: Schema, folder: Path) -> Index:
    folder.mkdir()
    index = Index(at, path=str(folder))
    analysis.register(index)
    return index


def _open(folder: Path) -> Index:
    index = Index.open(str(folder))
    analysis.register(index)
    return index


@contextmanager
def _writers(entries: Index, parts: Index) -> Iterator[tuple[IndexWriter, IndexWriter]]:
    """Writers of both; what is in the parts is committed before what leads to it."""
    with ExitStack() as stack:
        in_entries = stack.enter_context(_writer(entries))
        in_parts = stack.enter_context(_writer(parts))
        yield in_entries, in_parts


@contextmanager
def _writer(index: Index) -> Iterator[IndexWriter]:
    """A writer that commits at the end, or not at all."""
    try:
        writer = index.writer(heap_size=WRITER_MEMORY, num_threads=1)
    except (OSError, ValueError) as problem:
        raise Transient(f"open the search index for writing: {problem}") from problem
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()

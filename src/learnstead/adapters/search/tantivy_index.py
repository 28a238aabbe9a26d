"""The search index in a folder: one writer at a time, any number of readers in any number of processes."""

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tantivy import Index, IndexWriter, Searcher

from learnstead.adapters.search import analysis, matching
from learnstead.adapters.search.generations import Generations
from learnstead.adapters.search.results import Reader, stored
from learnstead.adapters.search.schema import documents, form, schema
from learnstead.kernel.errors import Transient
from learnstead.ports.search import Entry, Inside, Query, Results, Suggestion

WRITER_MEMORY = 50_000_000
META = "meta.json"
DAMAGE = "Data corrupted"  # how tantivy begins to say so


class TantivyIndex:
    """Entries under ``root``, counted by the named ``facets``."""

    def __init__(self, root: Path, *, facets: Sequence[str]) -> None:
        self._facets = tuple(facets)
        self._generations = Generations(root, form(self._facets))
        self._schema = schema(self._facets)
        self._opened: tuple[Path, Index] | None = None
        self._seen: tuple[Path, int, int] | None = None
        self._opening = threading.Lock()

    def write(self, *, put: Iterable[Entry] = (), remove: Iterable[str] = ()) -> None:
        """One commit: a crash before it leaves the index as it was."""
        with self._generations.locked():
            folder = self._generations.live()
            index = self._open(folder)
            with _writer(index) as writer:
                for gone in remove:
                    writer.delete_documents_by_term("entry", gone)
                self._add(writer, put)

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Readers go on in the old index until the new one is whole. Other writers wait, so that nothing is missed."""
        with self._generations.locked():
            folder = self._generations.fresh()
            try:
                index = Index(self._schema, path=str(folder))
                analysis.register(index)
                with _writer(index) as writer:
                    count = self._add(writer, entries)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._generations.switch(folder)
            return count

    def search(self, query: Query) -> Results:
        """Read the state that the last finished write left."""
        with self._undamaged():
            return Reader(self._searcher(), self._schema).results(query)

    def inside(self, entry: str, text: str, *, offset: int = 0, limit: int = 20) -> Inside:
        """Read the state that the last finished write left."""
        with self._undamaged():
            return Reader(self._searcher(), self._schema).inside(entry, text, offset=offset, limit=limit)

    def suggest(self, text: str, *, limit: int = 6) -> Sequence[Suggestion]:
        """Entries by the beginning of their title or identifier."""
        searcher = self._searcher()
        query = matching.filtered(matching.beginning(text, self._schema), {}, self._schema)
        found = (searcher.doc(at) for _, at in searcher.search(query, limit, weight_by_field="tie_break").hits)
        return [Suggestion(title=str(document.get_first("title")), stored=stored(document)) for document in found]

    def _add(self, writer: IndexWriter, entries: Iterable[Entry]) -> int:
        count = 0
        for entry in entries:
            count += 1
            writer.delete_documents_by_term("entry", entry.id)
            for document in documents(entry, self._facets):
                writer.add_document(document)
        return count

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

    def _searcher(self) -> Searcher:
        """Reload only when a commit was made since: the commit replaces one small file."""
        folder = self._generations.live()
        try:
            state = (folder / META).stat()
            seen = (folder, state.st_mtime_ns, state.st_ino)
            index = self._open(folder)
            if seen != self._seen:
                index.reload()
                self._seen = seen
            return index.searcher()
        except (OSError, ValueError) as problem:
            self._opened = None
            raise self._generations.missing(f"the search index cannot be read ({problem})") from problem

    def _open(self, folder: Path) -> Index:
        with self._opening:
            if self._opened is None or self._opened[0] != folder:
                try:
                    index = Index.open(str(folder))
                except (OSError, ValueError) as problem:
                    raise self._generations.missing(f"the search index is damaged ({problem})") from problem
                analysis.register(index)
                self._opened = (folder, index)
            return self._opened[1]


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

"""What to offer while somebody types."""

from collections.abc import Iterator, Sequence

from tantivy import Query as TantivyQuery

from learnstead.adapters.search import analysis, matching
from learnstead.adapters.search.commit import ENTRIES, Commit
from learnstead.adapters.search.matching import constant, prefix
from learnstead.adapters.search.results import stored
from learnstead.adapters.search.spelling import Lexicon
from learnstead.ports.search import Suggestion

MOST_CONSIDERED = 500


def suggestions(text: str, commit: Commit, *, limit: int) -> Sequence[Suggestion]:
    """Entries by the beginning of their title or identifier; as if well spelt when nothing begins so."""
    words = analysis.words(text)[: matching.MOST_WORDS]
    if not words or limit < 1:
        return []
    rows = _rows(_identified(text), commit) or _titled(words, commit)
    if not rows:
        rows = _titled(_respelt(words, commit.lexicon), commit)
    ids = [commit.columns.ids[row] for row in rows[:limit]]
    if not ids:
        return []
    query = TantivyQuery.term_set_query(ENTRIES, "entry", ids)
    found = (commit.entries.doc(where) for _, where in commit.entries.search(query, len(ids)).hits)
    documents = {str(document.get_first("entry")): document for document in found}
    return [Suggestion(str(documents[one].get_first("title")), stored(documents[one])) for one in ids]


def _identified(text: str) -> Iterator[TantivyQuery]:
    identifier = analysis.compact(text)
    if analysis.has_digit(identifier) and len(identifier) <= analysis.LONGEST_TERM:
        yield prefix(ENTRIES, "identifier", identifier)
        if loose := analysis.loose(text):
            yield TantivyQuery.term_query(ENTRIES, "loose", loose)


def _rows(queries: Iterator[TantivyQuery], commit: Commit) -> list[int]:
    either = [constant(query, 1.0) for query in queries]
    if not either:
        return []
    return _best(TantivyQuery.disjunction_max_query(either), "", commit)


def _titled(words: Sequence[str], commit: Commit) -> list[int]:
    return _best(matching.beginning(words, ENTRIES), " ".join(words), commit)


def _best(query: TantivyQuery, typed: str, commit: Commit) -> list[int]:
    """Titles that begin with what was typed, then what is worth more, then short titles, then by title."""
    found = commit.entries.search(query, MOST_CONSIDERED, count=False).hits
    columns = commit.columns
    rows = columns.rows_of(commit.entries.fast_field_values("serial", [where for _, where in found])).tolist()

    def place(row: int) -> tuple[bool, float, int, str, str]:
        title = columns.titles[row]
        worth = columns.boost[row] * columns.completeness[row]
        return not title.startswith(typed), -worth, len(title), title, columns.ids[row]

    return sorted(rows, key=place)


def _respelt(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    return [
        word if word in lexicon.names else next((known for known, _ in lexicon.meant(word)), word) for word in words
    ]

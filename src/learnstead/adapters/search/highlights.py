"""Where a text matches, as safe HTML."""

from html import escape
from itertools import pairwise

from tantivy import Document, Query, Schema, Searcher, SnippetGenerator

LONGEST_SNIPPET = 240
WHOLE = 2_000


class Highlighter:
    """Marks the words of one query in any document."""

    def __init__(self, searcher: Searcher, query: Query, at: Schema) -> None:
        self._text = SnippetGenerator.create(searcher, query, at, "text")
        self._text.set_max_num_chars(LONGEST_SNIPPET)
        self._title = SnippetGenerator.create(searcher, query, at, "title")
        self._title.set_max_num_chars(WHOLE)

    def title(self, document: Document) -> str:
        """The whole title."""
        return self._marked(self._title, document) or escape(document.get_first("title") or "")

    def text(self, document: Document) -> str:
        """The passage with most matches; empty when there is none."""
        return self._marked(self._text, document)

    @staticmethod
    def marked(html: str) -> bool:
        """Whether anything is marked in a title; a mark of its own would be escaped."""
        return "<mark>" in html

    @staticmethod
    def _marked(generator: SnippetGenerator, document: Document) -> str:
        snippet = generator.snippet_from_doc(document)
        # Offsets count bytes of UTF-8.
        fragment = snippet.fragment().encode()
        ranges = [(found.start, found.end) for found in snippet.highlighted()]
        if not ranges:
            return ""
        edges = [0, *(edge for bounds in ranges for edge in bounds), len(fragment)]
        pieces = [escape(fragment[start:end].decode(errors="replace")) for start, end in pairwise(edges)]
        return "".join(f"<mark>{piece}</mark>" if index % 2 else piece for index, piece in enumerate(pieces))

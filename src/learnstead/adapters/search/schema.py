"""The fields of the index. Entries and their parts are documents of one schema; ``kind`` tells them apart."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from tantivy import Document, Schema, SchemaBuilder

from learnstead.adapters.search import analysis
from learnstead.ports.search import Entry, Part

# Raise it when the meaning of a field changes: indexes of an older form count as missing and are rebuilt.
FORM = 2
ENTRY, PART = "entry", "part"
FACET = "facet_"
# Two results never tie: a share of the id, too small to matter otherwise, decides between equals.
LARGEST_TIE_BREAK = 1e-3
TITLE_KEY_LENGTH = 200


def schema(facets: Sequence[str]) -> Schema:
    """``body`` is everything inside an entry, so that entries are ranked and counted in one pass over themselves."""
    builder = SchemaBuilder()
    for name in ("kind", "entry", "identifier", "near"):
        builder.add_text_field(name, stored=name == "entry", tokenizer_name=analysis.RAW, index_option="basic")
    for name in ("title", "text"):
        builder.add_text_field(name, stored=True, tokenizer_name=analysis.STEMMED)
    builder.add_text_field("title_exact", tokenizer_name=analysis.EXACT)
    builder.add_text_field("body", tokenizer_name=analysis.STEMMED)
    for name in ("keywords", "body_exact"):
        builder.add_text_field(name, tokenizer_name=analysis.EXACT, index_option="freq")
    for facet in facets:
        builder.add_text_field(f"{FACET}{facet}", fast=True, tokenizer_name=analysis.RAW, index_option="basic")
    builder.add_text_field("title_key", fast=True, tokenizer_name=analysis.RAW, index_option="basic")
    builder.add_integer_field("recency", fast=True)
    builder.add_unsigned_field("group", fast=True)
    builder.add_float_field("tie_break", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def form(facets: Sequence[str]) -> str:
    """A name for this schema and this way of reading text; another name means another index."""
    return hashlib.sha256(json.dumps([FORM, *facets]).encode()).hexdigest()[:12]


def documents(entry: Entry, facets: Sequence[str]) -> Iterator[Document]:
    """The document of an entry, then those of its parts."""
    yield _entry_document(entry, facets)
    for part in entry.parts:
        yield _part_document(entry, part)


def group(entry: str) -> int:
    """A number for an entry, to tell entries apart without reading their documents."""
    return crc32(entry.encode())


def _entry_document(entry: Entry, facets: Sequence[str]) -> Document:
    inside = "\n".join(f"{part.title}\n{part.text}" for part in entry.parts)
    number = group(entry.id)
    document = _document(entry.title, entry.text, entry.stored)
    document.add_text("kind", ENTRY)
    document.add_text("entry", entry.id)
    for identifier in entry.identifiers:
        document.add_text("identifier", analysis.compact(identifier))
        document.add_text("near", analysis.near(identifier))
        document.add_text("keywords", identifier)
    for keyword in entry.keywords:
        document.add_text("keywords", keyword)
    document.add_text("body", f"{entry.text}\n{inside}")
    document.add_text("body_exact", f"{entry.text}\n{inside}")
    for facet in facets:
        for value in dict.fromkeys(entry.facets.get(facet, ())):
            document.add_text(f"{FACET}{facet}", value)
    document.add_text("title_key", f"{' '.join(analysis.words(entry.title))[:TITLE_KEY_LENGTH]} {entry.id}")
    document.add_integer("recency", (entry.recency << 32) + number)
    document.add_float("tie_break", number / 2**32 * LARGEST_TIE_BREAK)
    return document


def _part_document(entry: Entry, part: Part) -> Document:
    document = _document(part.title, part.text, part.stored)
    document.add_text("kind", PART)
    document.add_text("entry", entry.id)
    document.add_unsigned("group", group(entry.id))
    return document


def _document(title: str, text: str, stored: Any) -> Document:
    document = Document()
    document.add_text("title", title)
    document.add_text("title_exact", title)
    document.add_text("text", text)
    document.add_bytes("stored", json.dumps(stored).encode())
    return document

"""Reads a collection: documents and queries as JSON lines, judgements as a table with tabs or spaces."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnstead.kernel.errors import Terminal

COLUMNS, TREC_COLUMNS = 3, 4


@dataclass(frozen=True)
class Collection:
    """``judged`` has the grade of each document for each query; 0 and what is not there are not relevant."""

    documents: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, float]]


def read(*, docs: Path, queries: Path, qrels: Path) -> Collection:
    """A collection in the form of BEIR: "_id" and "query" may stand for "id" and "text"; judgements also as of TREC.

    Raises Terminal naming the file and the line when there is something else in it.
    """
    documents = {
        name: (str(line.get("title") or ""), str(line.get("text") or "")) for name, line in _lines(docs, "text")
    }
    asked = {name: str(line.get("text") or line["query"]) for name, line in _lines(queries, "text", "query")}
    judged: dict[str, dict[str, float]] = {}
    for query, document, grade in _judgements(qrels):
        judged.setdefault(query, {})[document] = grade
    if not judged.keys() & asked.keys():
        raise Terminal(f"{qrels} judges none of the queries of {queries}; are their ids the same?")
    return Collection(documents, asked, judged)


def _lines(path: Path, *texts: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each line as an object with its id; it must have one of the fields for its text."""
    seen = set()
    for number, raw in _rows(path):
        try:
            line = json.loads(raw)
        except ValueError as problem:
            raise Terminal(f"{path}, line {number}: this is not JSON ({problem})") from problem
        if not isinstance(line, dict):
            raise Terminal(f"{path}, line {number}: expected an object with 'id' and '{texts[0]}'")
        name = line.get("id", line.get("_id"))
        if name is None or str(name) == "":
            raise Terminal(f"{path}, line {number}: it has no 'id'")
        if not any(isinstance(line.get(text), str) for text in texts):
            raise Terminal(f"{path}, line {number}: it has no '{texts[0]}'")
        if str(name) in seen:
            raise Terminal(f"{path}, line {number}: the id {name!r} is there twice")
        seen.add(str(name))
        yield str(name), line


def _judgements(path: Path) -> Iterator[tuple[str, str, float]]:
    for number, raw in _rows(path):
        cells = raw.split("\t") if "\t" in raw else raw.split()
        if len(cells) not in {COLUMNS, TREC_COLUMNS}:
            raise Terminal(f"{path}, line {number}: expected query, document and score, got {len(cells)} columns")
        query, document, grade = cells[0], cells[-2], cells[-1]
        try:
            yield query.strip(), document.strip(), float(grade)
        except ValueError as problem:
            if number == 1:
                continue  # the names of the columns
            raise Terminal(f"{path}, line {number}: the score {grade!r} is not a number") from problem


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, counted from one."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise Terminal(f"cannot read {path}: {problem}") from problem

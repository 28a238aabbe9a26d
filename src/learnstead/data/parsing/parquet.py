"""Parquet files, read by DuckDB in one pass and bounded memory."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from learnstead.data.snapshot import Payload, WrongShape, raw_key

# One group of rows has to fit; with one thread no more than that is held.
MOST_MEMORY = "512MB"
ROWS = 2000


def columns_of(payload: Payload) -> set[str]:
    """The names of its columns; WrongShape when it is no whole Parquet file."""
    with _opened(payload) as (database, file):
        return {str(row[0]) for row in database.execute("DESCRIBE SELECT * FROM read_parquet(?)", [file]).fetchall()}


def rows_of(payload: Payload, query: str, **said: Any) -> Iterator[Mapping[str, Any]]:
    """The rows a query makes of the file, which it calls ``read_parquet($file)``. WrongShape when it cannot be read."""
    with _opened(payload) as (database, file):
        found = database.execute(query, {"file": file, **said})
        names = [column[0] for column in found.description]
        while rows := found.fetchmany(ROWS):
            yield from (dict(zip(names, row, strict=True)) for row in rows)


@contextmanager
def _opened(payload: Payload) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        file = Path(folder, "file.parquet")
        with payload.objects.open(raw_key(payload.sha256)) as stored, file.open("wb") as local:
            shutil.copyfileobj(stored, local)
        options = {
            "memory_limit": MOST_MEMORY,
            "threads": 1,
            "preserve_insertion_order": False,
            "temp_directory": folder,
            "TimeZone": "UTC",
        }
        for name, value in options.items():
            database.execute(f"SET {name} = ?", [value])
        try:
            yield database, str(file)
        except duckdb.Error as problem:
            raise WrongShape(f"{payload.url} cannot be read as Parquet: {str(problem).splitlines()[0]}") from problem

"""Many rows at once: copied into a table beside, then merged in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models


@dataclass(frozen=True)
class Target:
    """Where rows go. ``key`` tells rows apart.

    ``once`` are columns that are only written when a row is new; ``where`` is the condition of the unique constraint
    on ``key``, when it has one.
    """

    model: type[models.Model]
    columns: Sequence[str]
    key: Sequence[str]
    once: Sequence[str] = ()
    where: str = ""
    returning: Sequence[str] = field(default=("id",))

    @property
    def table(self) -> str:
        """The table."""
        return self.model._meta.db_table  # noqa: SLF001 - the documented way to a table's name

    @property
    def beside(self) -> str:
        """The table the rows are copied into; it goes when the transaction ends."""
        return f"arriving_{self.table}"


def upsert(target: Target, rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Insert rows or bring those with the same key up to date; returns what was asked for of each."""
    columns = ", ".join(target.columns)
    changing = [name for name in target.columns if name not in target.key and name not in target.once]
    news = ", ".join(f"{name} = EXCLUDED.{name}" for name in changing)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {target.beside} ON COMMIT DROP AS"  # noqa: S608 - names of ours
            f" SELECT {columns} FROM {target.table} WITH NO DATA"
        )
        cursor.execute(f"TRUNCATE {target.beside}")
        copy(f"{target.beside} ({columns})", rows)
        cursor.execute(
            f"INSERT INTO {target.table} ({columns}) SELECT {columns} FROM {target.beside}"  # noqa: S608 - names of ours
            f" ON CONFLICT ({', '.join(target.key)}) {target.where and f'WHERE {target.where}'}"
            f" DO UPDATE SET {news} RETURNING {', '.join(target.returning)}"
        )
        return list(cursor.fetchall())


def copy(into: str, rows: Iterable[Sequence[Any]]) -> None:
    """Stream rows into a table (and its columns, in brackets)."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)

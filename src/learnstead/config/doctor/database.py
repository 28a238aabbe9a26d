"""The database: whether it answers, and whether its tables are those of this code."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

import learnstead
from learnstead.config.configuration import Config
from learnstead.config.doctor.finding import Finding, Level, note, ok, problem
from learnstead.config.doctor.meaning import examine_meaning

OLDEST = 15
CONNECT_SECONDS = 3
SMALL_SHARED_MEMORY = 128 * 2**20
PACKAGE = Path(learnstead.__file__).parent


def examine_database(config: Config, *, running: bool) -> Iterator[Finding]:
    """The database of the configuration."""
    try:
        with psycopg.connect(config.database_url, connect_timeout=CONNECT_SECONDS) as connection:
            yield _version(connection)
            tables = _tables(connection)
            yield tables
            if tables.level is Level.OK:
                yield from examine_meaning(config.meaning, connection)
    except psycopg.OperationalError as error:
        seen = str(error).strip().splitlines()[-1]
        if "DATABASE_URL" in os.environ:
            yield problem("database", f"does not answer: {seen}", "check DATABASE_URL and that the server runs")
        elif running:
            yield problem("database", f"does not answer: {seen}", "see logs/postgres.log in the data folder")
        else:
            yield note("database", "not running", "run `learnstead up`")


def _version(connection: "psycopg.Connection[tuple[object, ...]]") -> Finding:
    major = connection.info.server_version // 10000
    if major < OLDEST:
        return problem("database", f"PostgreSQL {major}", f"upgrade it to PostgreSQL {OLDEST} or newer")
    return ok("database", f"PostgreSQL {major} answers")


def _tables(connection: "psycopg.Connection[tuple[object, ...]]") -> Finding:
    found = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    if not found or not found[0]:
        return problem("tables", "none yet", "run `learnstead up`, or `learnstead manage migrate`")
    applied = {row[0] for row in connection.execute("SELECT app || '.' || name FROM django_migrations")}
    waiting = sorted(_migrations() - applied)
    if waiting:
        return problem("tables", f"older than this code: {', '.join(waiting)}", "run `learnstead up` again")
    return ok("tables", "those of this code")


def _migrations() -> set[str]:
    """The migrations of our own apps, as ``app.name``."""
    files = PACKAGE.glob("**/migrations/[0-9]*.py")
    return {f"{file.parent.parent.name}.{file.stem}" for file in files}

"""Files of events, as PostHog exports them."""

import json

import duckdb


def write(path, events, *, columns=("uuid", "timestamp", "properties")):
    """A Parquet file of (uuid, time, properties)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [(uuid, when, said if isinstance(said, str) else json.dumps(said)) for uuid, when, said in events]
    with duckdb.connect() as database:
        database.execute("CREATE TABLE events (a VARCHAR, b TIMESTAMPTZ, c VARCHAR)")
        database.executemany("INSERT INTO events VALUES (?, ?, ?)", rows)
        for ours, theirs in zip("abc", columns, strict=True):
            database.execute(f'ALTER TABLE events RENAME {ours} TO "{theirs}"')
        database.table("events").write_parquet(str(path), compression="zstd")

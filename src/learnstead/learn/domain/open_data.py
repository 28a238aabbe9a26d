"""The public catalogue as files that anybody may take: Parquet for analysts, AMB for other repositories."""

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import msgspec
from django.db.models import Prefetch

from learnstead.kernel import amb, prose
from learnstead.learn.domain.amb import described
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.ports.objects import NoSuchObject, ObjectStore

DUMP_JOB = "learn.dump_catalogue"
ROOT = "open-data"
LATEST = f"{ROOT}/latest.json"
KEPT = 7
AT_ONCE = 500
MOST_MEMORY = "256MB"

TEXT, TEXTS, MOMENT, NUMBER, YES_OR_NO = "VARCHAR", "VARCHAR[]", "TIMESTAMPTZ", "BIGINT", "BOOLEAN"
RESOURCES: Mapping[str, str] = {
    "id": NUMBER, "resource_type": TEXT, "resource_category": TEXT, "platform": TEXT, "readable_id": TEXT,
    "offered_by": TEXT, "source": TEXT, "title": TEXT, "description": TEXT, "url": TEXT, "page": TEXT,
    "image_url": TEXT, "languages": TEXTS, "topics": TEXTS, "departments": TEXTS, "course_numbers": TEXTS,
    "course_features": TEXTS, "licence": TEXT, "license_cc": YES_OR_NO, "certification_type": TEXT,
    "professional": YES_OR_NO, "free": YES_OR_NO, "prices": "STRUCT(amount VARCHAR, currency VARCHAR)[]",
    "availability": TEXT, "delivery": TEXTS, "pace": TEXTS, "format": TEXTS, "duration": TEXT,
    "time_commitment": TEXT, "location": TEXT, "next_start_date": MOMENT, "completeness": "DOUBLE",
    "view_count": NUMBER, "first_published_at": MOMENT, "last_modified": MOMENT,
}  # fmt: skip
RUNS: Mapping[str, str] = {
    "resource_id": NUMBER, "run_id": TEXT, "title": TEXT, "semester": TEXT, "year": NUMBER, "start_date": MOMENT,
    "end_date": MOMENT, "enrollment_start": MOMENT, "enrollment_end": MOMENT, "instructors": TEXTS, "level": TEXTS,
    "availability": TEXT, "delivery": TEXTS, "pace": TEXTS, "format": TEXTS, "languages": TEXTS, "location": TEXT,
    "duration": TEXT, "time_commitment": TEXT, "prices": "STRUCT(amount VARCHAR, currency VARCHAR)[]",
}  # fmt: skip


class File(msgspec.Struct, frozen=True):
    """One file of a dump: its name, what is in it, how many rows, bytes, and its SHA-256."""

    name: str
    says: str
    rows: int
    size: int
    sha256: str


class Dump(msgspec.Struct, frozen=True):
    """One night's files, below ``prefix``."""

    made: datetime
    prefix: str
    files: Sequence[File]


@dataclass(frozen=True)
class _Wanted:
    name: str
    says: str
    write: Callable[[Path, str], int]


def latest(objects: ObjectStore) -> Dump | None:
    """The newest whole dump, if there is one."""
    try:
        return msgspec.json.decode(objects.get(LATEST), type=Dump)
    except NoSuchObject:
        return None


def dump(*, objects: ObjectStore, scratch: Path, base: str, at: datetime) -> Dump:
    """Write all files, then make them the latest in one step; killed before it, the dump before stays."""
    prefix = f"{ROOT}/{at:%Y-%m-%dT%H%M%S}"
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=scratch) as folder:
        files = [_stored(one, Path(folder), prefix, base, objects) for one in _FILES]
    made = Dump(made=at, prefix=prefix, files=files)
    objects.put(LATEST, msgspec.json.encode(made))
    _forget_old(objects, prefix)
    return made


def _stored(wanted: _Wanted, folder: Path, prefix: str, base: str, objects: ObjectStore) -> File:
    path = folder / wanted.name
    rows = wanted.write(path, base)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        objects.put(f"{prefix}/{wanted.name}", file)
    return File(name=wanted.name, says=wanted.says, rows=rows, size=path.stat().st_size, sha256=sha256)


def _forget_old(objects: ObjectStore, newest: str) -> None:
    folders = {"/".join(found.key.split("/")[:2]) for found in objects.list(f"{ROOT}/") if found.key != LATEST}
    for folder in sorted(folders - {newest}, reverse=True)[KEPT - 1 :]:
        objects.delete(folder)


def _public() -> Iterator[LearningResource]:
    """Everything learners see, in batches, in the order of its ids."""
    runs = Prefetch("runs", queryset=LearningResourceRun.objects.filter(published=True))
    listed = LearningResource.objects.filter(published=True, test_mode=False).prefetch_related(
        runs, "topics", "departments"
    )
    return listed.order_by("pk").iterator(chunk_size=AT_ONCE)


def _resource_rows(base: str) -> Iterator[Mapping[str, Any]]:
    for one in _public():
        row = {name: getattr(one, name) for name in RESOURCES if hasattr(one, name)}
        yield row | {
            "description": prose.text_of_html(one.full_description or one.description),
            "page": base + one.get_absolute_url(),
            "topics": [topic.path for topic in one.topics.all()],
            "departments": [department.department_id for department in one.departments.all()],
            "prices": [{name: str(price[name]) for name in ("amount", "currency")} for price in one.prices],
        }


def _run_rows(_base: str) -> Iterator[Mapping[str, Any]]:
    for one in _public():
        for run in one.runs.all():
            row = {name: getattr(run, name) for name in RUNS}
            yield row | {
                "prices": [{name: str(price[name]) for name in ("amount", "currency")} for price in run.prices]
            }


def _parquet(
    columns: Mapping[str, str], rows: Callable[[str], Iterator[Mapping[str, Any]]]
) -> Callable[[Path, str], int]:
    """A writer of Parquet: lines of JSON, then DuckDB, so that rows are never all in memory."""

    def write(path: Path, base: str) -> int:
        lines, count = path.with_suffix(".jsonl"), 0
        with lines.open("wb") as file:
            for row in rows(base):
                file.write(msgspec.json.encode({name: row[name] for name in columns}) + b"\n")
                count += 1
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        with duckdb.connect() as database:
            database.execute(f"SET memory_limit = '{MOST_MEMORY}'; SET threads = 1; SET TimeZone = 'UTC'")
            found = f"SELECT * FROM read_json($lines, format = 'newline_delimited', columns = {{{types}}})"  # noqa: S608 - ours
            database.execute(
                f"COPY ({found}) TO $path (FORMAT parquet, COMPRESSION zstd)", {"lines": str(lines), "path": str(path)}
            )
        lines.unlink()
        return count

    return write


def _amb_lines(path: Path, base: str) -> int:
    count = 0
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        for one in _public():
            file.write(amb.encode(described(one, base=base)) + b"\n")
            count += 1
    return count


_FILES = (
    _Wanted("resources.parquet", "Every learning resource, one row each", _parquet(RESOURCES, _resource_rows)),
    _Wanted(
        "runs.parquet", "Every time something is given; resource_id leads to the resource", _parquet(RUNS, _run_rows)
    ),
    _Wanted("resources.amb.jsonl.gz", "Every learning resource in AMB, one JSON description on each line", _amb_lines),
)

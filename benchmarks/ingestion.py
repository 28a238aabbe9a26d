"""What a large release costs, from its feed to being found: CPU seconds and memory, beside a bare COPY.

    .venv/bin/python benchmarks/ingestion.py [COURSES [VIEWS]]

A made-up feed of 50,000 courses is kept, normalised, guarded, released, applied and indexed; then all of it once more,
unchanged. Then 500,000 looks at them are counted. The CPU time of the throw-away PostgreSQL counts. The baseline copies
the same rows into an empty table.
"""

import json
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import installation

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source
from learnstead.kernel.contracts import LearningResource, Price, Run, ViewEvent

PAGE = 1000
COURSES, VIEWS = 50_000, 500_000
SUBJECTS = ("Physics", "Biology", "Chemistry", "Economics", "Mathematics", "History", "Literature", "Art History")
WORDS = ("tidal", "quantum", "urban", "medieval", "linear", "marine", "public", "modern", "applied", "early", "deep")
THINGS = ("currents", "cities", "algebra", "poetry", "cells", "markets", "networks", "machines", "forests", "signals")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def main() -> None:
    """Measure, and say whether the budgets hold."""
    courses = int(sys.argv[1]) if len(sys.argv) > 1 else COURSES
    views = int(sys.argv[2]) if len(sys.argv) > 2 else VIEWS  # noqa: PLR2004 - the second argument
    start_installation()
    pages = write_pages(courses)
    print(f"{courses:,} courses with two runs each")
    with cost("all, from new to findable"):
        ingest(catalogue(pages), "run-1")
    with cost("all, the same again"), no_row_is_written():
        ingest(catalogue(pages), "run-2")
    with cost("bare COPY of the same rows"):
        baseline()
    print(f"{views:,} looks")
    with cost("all, from read to counted"):
        ingest(looks(courses, views), "run-3")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def start_installation() -> None:
    """Start PostgreSQL, load Django and make the tables."""
    installation.start_database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    call_command("migrate", verbosity=0)


def write_pages(courses: int) -> Path:
    """The feed, page by page, in files."""
    folder = installation.FOLDER / "pages"
    folder.mkdir()
    for number, first in enumerate(range(0, courses, PAGE)):
        page = [item(one) for one in range(first, min(first + PAGE, courses))]
        (folder / f"{number:05}.json").write_text(json.dumps(page))
    return folder


def catalogue(pages: Path) -> Source:
    """A source of courses, page after page."""

    def extract(run: Extraction) -> Iterator[Payload]:
        with run.scope("all"):
            for page in sorted(pages.iterdir()):
                yield run.keep(page.read_bytes(), label="courses", url=page.name)
            run.complete("read to the last page")

    def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
        for payload in snapshot.payloads("courses"):
            yield from each(payload.json(), course, payload=payload, key=lambda item: item["id"])

    return made_up("benchmark_courses", extract, normalise)


def looks(courses: int, views: int) -> Source:
    """A source of looks at those courses; one payload names how many."""

    def extract(run: Extraction) -> Iterator[Payload]:
        with run.scope("all"):
            yield run.keep(str(views).encode(), label="looks", url="looks")
            run.complete("made up to its end")

    def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
        for payload in snapshot.payloads("looks"):
            for number in range(int(payload.content)):
                yield Candidate(record=look(number, courses), payload=payload.sha256, scope="all")

    return made_up("benchmark_looks", extract, normalise)


def made_up(name: str, extract: Any, normalise: Any) -> Source:
    """A declaration."""
    return Source(
        name=name,
        title=name,
        transport="made up",
        cadence="never",
        data="records",
        owner="the benchmark",
        extract=extract,
        normalise=normalise,
        hosts=("127.0.0.1",),
    )


def item(number: int) -> dict[str, Any]:
    """One course as its feed tells it."""
    dice = random.Random(number)  # noqa: S311 - the same courses every time
    return {
        "id": f"course-v1:Benchmark+{number:06}",
        "title": f"{dice.choice(WORDS)} {dice.choice(THINGS)} {number}".capitalize(),
        "about": " ".join(dice.choices(WORDS + THINGS, k=60)),
        "subjects": dice.sample(SUBJECTS, 2),
        "teachers": [f"{word.capitalize()} Lindqvist" for word in dice.sample(WORDS, 2)],
        "begins": [(NOW + timedelta(days=dice.randint(-400, 400))).isoformat() for _ in range(2)],
        "price": f"{dice.randint(0, 900)}.00",
    }


def course(told: dict[str, Any]) -> LearningResource:
    """One course as a record."""
    runs = [
        Run(
            run_id=f"{told['id']}+{place}",
            title=told["title"],
            published=True,
            start_date=datetime.fromisoformat(begins),
            end_date=datetime.fromisoformat(begins) + timedelta(days=60),
            instructors=told["teachers"],
            prices=[Price(amount=told["price"])],
            availability="dated",
            level=["introductory"],
        )
        for place, begins in enumerate(told["begins"])
    ]
    return LearningResource(
        resource_type="course",
        readable_id=told["id"],
        platform="edx",
        etl_source="benchmark",
        offered_by="mitx",
        resource_category="Course",
        title=told["title"],
        description=f"<p>{told['about']}</p>",
        url=f"https://courses.example/{told['id']}",
        topics=told["subjects"],
        certification=True,
        certification_type="completion",
        published=True,
        runs=runs,
    )


def look(number: int, courses: int) -> ViewEvent:
    """One look at one course."""
    return ViewEvent(
        event_uuid=str(UUID(int=number)),
        event_date=NOW + timedelta(seconds=number),
        etl_source="benchmark",
        readable_id=f"course-v1:Benchmark+{number % courses:06}",
        platform="edx",
        resource_type="course",
    )


def ingest(source: Source, run: str) -> None:
    """Every step of a run, and what follows in learn."""
    from tests import waiting_jobs  # noqa: PLC0415 - needs Django

    from learnstead.data import ingestion  # noqa: PLC0415 - with the rest of the installation
    from learnstead.kernel import clock  # noqa: PLC0415 - as above
    from learnstead.learn.domain import releases  # noqa: PLC0415 - needs Django
    from learnstead.ports.ledger import RunRecord  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    given, at = services(), clock.now()
    record = RunRecord(id=run, source=source.name, trigger="command", clock=at, started=at)
    given.ledger.begin(record)
    world = world_of(given)
    with cost("  keep what came"):
        record = ingestion.fetch(source, record, world)
    with cost("  normalise and guard"):
        verdict = ingestion.normalise_and_guard(source, record, world, at=at)
    made = ingestion.release(record, verdict, given.objects, at=at)
    given.ledger.settle(record, scopes=[one.after for one in verdict.scopes], release=made)
    if made is None:
        print(f"  nothing to release: {[(str(one.result.outcome), one.result.reason) for one in verdict.scopes]}")
        return
    with cost("  apply"):
        releases.apply_release(source=source.name, release=made.id, objects=given.objects, queue=given.queue, at=at)
    with cost("  index"):
        waiting_jobs.work_off()


def world_of(given: Any) -> Any:
    """What the run works with."""
    from learnstead.data.world import World  # noqa: PLC0415 - with the rest of the installation

    return World(
        objects=given.objects,
        ledger=given.ledger,
        egress=given.outside.egress(replay=""),
        bucket=None,
        settings={},
        texts=given.outside.texts,
        latest=lambda _source: iter(()),
        scratch=given.scratch,
    )


def baseline() -> None:
    """The rows of the catalogue, copied into an empty table of the same shape."""
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django

    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("learn_learningresource", "learn_learningresourcerun", "learn_cataloguerecord"):
            cursor.execute(f"CREATE TEMP TABLE bare (LIKE {table} INCLUDING INDEXES) ON COMMIT DROP")
            with TemporaryFile() as kept:
                with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                    kept.writelines(rows)
                kept.seek(0)
                with cursor.copy("COPY bare FROM STDIN") as into:
                    while block := kept.read(1 << 16):
                        into.write(block)
            cursor.execute("DROP TABLE bare")


@contextmanager
def no_row_is_written() -> Iterator[None]:
    """Fail when learn's tables change."""
    before = written()
    yield
    if written() != before:
        raise SystemExit(f"rows of learn were written: {before} before, {written()} after")


def written() -> int:
    """How many rows of learn's tables were inserted, updated and deleted since the database began."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables"
            " WHERE starts_with(relname, 'learn_')"
        )
        return int(cursor.fetchone()[0] or 0)


@contextmanager
def cost(name: str) -> Iterator[None]:
    """Print the CPU seconds of what happens inside, those of PostgreSQL included, and the memory afterwards."""
    before, began = spent(), time.perf_counter()
    yield
    used, took = spent() - before, time.perf_counter() - began
    memory = psutil.Process().memory_info().rss / 1e6
    print(f"{name:28} {used:7.2f} CPU-s   {took:7.2f} s   {memory:5.0f} MB", flush=True)


def spent() -> float:
    """CPU seconds so far, those of the PostgreSQL of this installation included."""
    total = time.process_time()
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"] == "postgres" and process.cwd().startswith(str(installation.FOLDER)):
                times = process.cpu_times()
                total += times.user + times.system
        except psutil.Error:
            continue
    return total


if __name__ == "__main__":
    main()

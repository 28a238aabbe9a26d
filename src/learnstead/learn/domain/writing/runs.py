"""Rows of runs."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from learnstead.kernel.contracts import Image, LearningResource, Run
from learnstead.learn.domain import bulk
from learnstead.learn.domain.offering import known, shown_prices
from learnstead.learn.domain.writing.cells import address, as_json, clean
from learnstead.learn.domain.writing.context import Writing
from learnstead.learn.models import LearningResourceRun

COLUMNS = (
    "resource_id", "run_id", "title", "description", "full_description", "last_modified", "published", "is_b2b",
    "is_variant", "languages", "url", "image_url", "image_alt", "image_description", "level", "slug", "semester",
    "year", "start_date", "end_date", "enrollment_start", "enrollment_end", "instructors", "prices", "availability",
    "delivery", "pace", "format", "location", "duration", "min_weeks", "max_weeks", "time_commitment",
    "min_weekly_hours", "max_weekly_hours",
)  # fmt: skip
YEARS = range(1, 10_000)
TARGET = bulk.Target(model=LearningResourceRun, columns=COLUMNS, key=("resource_id", "run_id"))


def write(resources: Mapping[int, LearningResource], writing: Writing) -> None:
    """Write the runs of resources; those no longer listed stay, unpublished."""
    bulk.upsert(TARGET, (_row(*one) for one in _listed(resources, writing)))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE learn_learningresourcerun r SET published = false WHERE r.resource_id = ANY(%s) AND r.published"  # noqa: S608 - names of ours
            f" AND NOT EXISTS (SELECT 1 FROM {TARGET.beside} a"
            " WHERE a.resource_id = r.resource_id AND a.run_id = r.run_id)",
            [list(resources)],
        )


def _listed(resources: Mapping[int, LearningResource], writing: Writing) -> Iterator[tuple[int, LearningResource, Run]]:
    for pk, record in resources.items():
        seen: set[str] = set()
        for run in known(record.runs, []):
            if run.run_id in seen:
                writing.leave_out(f"{record.readable_id} {run.run_id}", "the resource lists this run twice")
                continue
            seen.add(run.run_id)
            yield pk, record, run


def _row(resource: int, record: LearningResource, run: Run) -> list[Any]:
    image, year = known(run.image, Image(url="")), known(run.year, None)
    values: dict[str, Any] = {
        "resource_id": resource,
        "run_id": run.run_id,
        "title": known(run.title, ""),
        "description": clean(run.description),
        "full_description": clean(run.full_description),
        "last_modified": known(run.last_modified, None),
        "published": known(run.published, default=True) or known(record.test_mode, default=False),
        "is_b2b": known(run.is_b2b, default=False),
        "is_variant": known(run.is_variant, default=False),
        "languages": known(run.languages, []),
        "url": address(run.url),
        "image_url": image.url,
        "image_alt": image.alt or "",
        "image_description": image.description or "",
        "level": known(run.level, []),
        "slug": known(run.slug, ""),
        "semester": known(run.semester, ""),
        "year": year if year in YEARS else None,
        "start_date": known(run.start_date, None),
        "end_date": known(run.end_date, None),
        "enrollment_start": known(run.enrollment_start, None),
        "enrollment_end": known(run.enrollment_end, None),
        "instructors": [name for name in known(run.instructors, []) if name.strip()],
        "prices": as_json(shown_prices(record, run)),
        "availability": known(run.availability, ""),
        "delivery": known(run.delivery, ["online"]),
        "pace": known(run.pace, ["self_paced"]),
        "format": known(run.format, ["asynchronous"]),
        "location": known(run.location, ""),
        "duration": known(run.duration, ""),
        "min_weeks": known(run.min_weeks, None),
        "max_weeks": known(run.max_weeks, None),
        "time_commitment": known(run.time_commitment, ""),
        "min_weekly_hours": known(run.min_weekly_hours, None),
        "max_weekly_hours": known(run.max_weekly_hours, None),
    }
    return [values[name] for name in COLUMNS]

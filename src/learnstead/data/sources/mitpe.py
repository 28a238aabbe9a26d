"""MIT Professional Education: courses and programs in numbered pages of a JSON feed."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from itertools import zip_longest
from typing import Any, Literal
from urllib.parse import urljoin

from msgspec.structs import replace

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import SURPRISES, Candidate, Given, Quarantined, each
from learnstead.data.parsing.addresses import absolute
from learnstead.data.parsing.blocklist import HOST as BLOCKLIST_HOST
from learnstead.data.parsing.blocklist import blocked, blocklist
from learnstead.data.parsing.dates import local_moment
from learnstead.data.parsing.delivery import delivery
from learnstead.data.parsing.durations import duration
from learnstead.data.parsing.html import cleaned
from learnstead.data.parsing.numbered_pages import numbered_pages
from learnstead.data.parsing.prices import price
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source, Thresholds
from learnstead.kernel.contracts import Child, CourseDetail, Gone, Image, LearningResource, Price, Run
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.taxonomy import mapped, topic, unmapped

SITE = "https://professional.mit.edu"
COLUMNS = ("run__readable_id", "start_date", "end_date", "enrollment_end_date")
AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
WITH_A_PLACE = ("In Person", "On Campus", "Blended")
FORM: Mapping[str, Any] = {"availability": "dated", "pace": ["instructor_paced"], "format": ["asynchronous"]}
Row = Mapping[str, Any]


def extract(run: Extraction) -> Iterator[Payload]:
    """All pages, and which courses are not to be shown."""
    yield from numbered_pages(run, f"{SITE}/feeds/courses/", label="offerings")
    yield from blocklist(run)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Courses and programs; these name their courses by title."""
    payloads = list(snapshot.payloads("offerings"))
    courses = dict(_titled(row for payload in payloads for row in payload.json()))
    make = partial(offering, courses=courses, hidden=blocked(snapshot), now=given.now)
    for payload in payloads:
        yield from each(payload.json(), make, payload=payload, key=_key)


def offering(
    row: Row, *, courses: Mapping[str, Row], hidden: Collection[str], now: datetime
) -> LearningResource | Gone:
    """One course or program; it is gone when all its runs are over."""
    runs = _open_runs(row, now=now)
    if not runs:
        return Gone(key=_key(row), reason="all its runs are over")
    kind, picture = _type(row), row["image__src"]
    resource = LearningResource(
        resource_type=kind,
        readable_id=row["uuid"],
        etl_source="mitpe",
        platform="mitpe",
        offered_by="mitpe",
        resource_category=kind.title(),
        title=_title(row["title"]),
        description=cleaned(row["description"]),
        url=absolute(SITE, unescape(row["url"])),
        image=Image(url=urljoin(SITE, picture), alt=row["image__alt"]) if picture else None,
        published=row["uuid"] not in hidden,
        professional=True,
        certification=True,
        certification_type="professional",
        topics=_topics(row),
        topic_words=unmapped(_topic_names(row), offeror="mitpe"),
        delivery=delivery(row["learning_format"]),
        runs=runs,
        **FORM,
    )
    if kind == "course":
        return replace(resource, course=CourseDetail(course_numbers=[]))
    return replace(resource, children=list(_children(row, courses, now=now)))


def _titled(rows: Iterable[Any]) -> Iterator[tuple[str, Row]]:
    """Courses by title, as far as they can be read."""
    for row in rows:
        try:
            if _type(row) == "course":
                yield _title(row["title"]), row
        except SURPRISES:
            continue


def _children(row: Row, courses: Mapping[str, Row], *, now: datetime) -> Iterator[Child]:
    found = (courses.get(_title(title)) for title in row["courses"].split("|"))
    offered = [course for course in found if course and _is_offered(course, now=now)]
    for position, course in enumerate(offered):
        yield Child(
            resource_type="course",
            readable_id=course["uuid"],
            platform="mitpe",
            relation="PROGRAM_COURSES",
            position=position,
        )


def _is_offered(row: Row, *, now: datetime) -> bool:
    """Whether it has runs to come; a course that cannot be read stays as it was, and so does its place in programs."""
    try:
        return bool(_open_runs(row, now=now))
    except SURPRISES:
        return True


def _open_runs(row: Row, *, now: datetime) -> list[Run]:
    """Runs one may still enrol in, or that have not ended where nothing is said of enrolment.

    Four columns tell of them. ValueError when no run has an id.
    """
    ids, *dates = (row[column].split("|") for column in COLUMNS)
    rows = [cells for cells in zip_longest(ids, *dates, fillvalue="") if cells[0].strip()][: len(ids)]
    if not rows:
        raise ValueError("no run has an id")
    whens = [(run_id.strip(), *(local_moment(date) for date in days)) for run_id, *days in rows]
    return [_run(row, *when) for when in whens if not (closes := when[3] or when[2]) or now <= closes]


def _run(row: Row, run_id: str, starts: datetime | None, ends: datetime | None, closes: datetime | None) -> Run:
    said = duration(row["duration"])
    names = (*row["lead_instructors"].split("|"), *row["instructors"].split("|"))
    on_site = row["learning_format"] in WITH_A_PLACE
    return Run(
        run_id=run_id,
        title=_title(row["title"]),
        description=cleaned(row["description"]),
        url=absolute(SITE, unescape(row["url"])),
        start_date=starts,
        end_date=ends,
        enrollment_end=closes,
        published=True,
        prices=_prices(row["price"]),
        instructors=[unescape(name.strip()) for name in names if name.strip()],
        delivery=delivery(row["learning_format"]),
        location=unescape(row["location"]) if on_site else "",
        duration=said.text,
        min_weeks=said.min_weeks,
        max_weeks=said.max_weeks,
        **FORM,
    )


def _prices(text: str) -> list[Price]:
    """The first amount in it."""
    amount = AMOUNT.search(text or "")
    return [price(amount.group().replace(",", ""))] if amount else []


def _topic_names(row: Row) -> list[str]:
    return [unescape(name).strip() for name in (row["topics"] or "").split("|")]


def _topics(row: Row) -> list[str]:
    ours = (([name] if topic(name) else mapped([name], offeror="mitpe")) for name in _topic_names(row))
    return list(dict.fromkeys(name for found in ours for name in found))


def _type(row: Row) -> Literal["course", "program"]:
    """What it says it is; else a course is what ends with a certificate of completion."""
    says = (row["resource_type"] or "").strip().lower()
    completion = "Certificate of Completion" in row["course_certificate"].split("|")
    return "program" if says == "program" or (not says and not completion) else "course"


def _title(text: str) -> str:
    return unescape(text.strip())


def _key(row: Row) -> str:
    return resource_key(_type(row), "mitpe", row["uuid"])


SOURCE = Source(
    name="mitpe",
    title="MIT Professional Ed",
    transport="REST Drupal feeds JSON",
    cadence="daily 21:00",
    schedules=("0 21 * * *",),
    stale_after=timedelta(days=2),
    data="courses",
    owner="MIT Professional Education",
    hosts=("professional.mit.edu", BLOCKLIST_HOST),
    thresholds=Thresholds(most_quarantined=0.5),  # many rows have no run yet
    extract=extract,
    normalise=normalise,
)

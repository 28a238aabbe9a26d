"""Open Learning Library: one spreadsheet of courses."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from functools import partial

from slugify import slugify

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.blocklist import HOST as BLOCKLIST_HOST
from learnstead.data.parsing.blocklist import blocked, blocklist
from learnstead.data.parsing.course_numbers import course_numbers
from learnstead.data.parsing.terms import year_and_semester
from learnstead.data.snapshot import Payload, Snapshot, WrongShape
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import CourseDetail, Image, LearningResource, Run
from learnstead.kernel.contracts.fields import Level
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.taxonomy import mapped, unmapped

TOPICS = ("MITxO Primary Child", "MITxO Adopted Secondary Child")
INSTRUCTORS = tuple(f"Instructor {number}" for number in range(1, 7))
COLUMNS = (
    *("OLL Course", "Offered by", "Level", "readable_id", "title", "url", "description", "published"),
    *("Course Image URL Flat", *TOPICS, *INSTRUCTORS),
)
CALLED_OTHERWISE = {"Educational Policy": "Education Policy"}
LEVELS: Mapping[str, Level] = {
    "Undergraduate": "undergraduate",
    "Graduate": "graduate",
    "High School": "high_school",
    "Non-Credit": "noncredit",
    "Advanced": "advanced",
    "Intermediate": "intermediate",
    "Introductory": "introductory",
}
IN_OPENCOURSEWARE = {"OCW+18.031+2019_Spring"}
Row = Mapping[str, str]


def extract(run: Extraction) -> Iterator[Payload]:
    """The sheet as CSV; WrongShape when a sign-in page or another sheet comes."""
    sheet = f"https://docs.google.com/spreadsheets/d/{run.settings['sheet']}/export"
    payload = run.get(sheet, query={"format": "csv"}, label="courses")
    rows = _rows(payload)
    run.complete(f"the sheet is one list; {len(rows)} rows")
    yield payload
    yield from blocklist(run)


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """Every row is a course with one run; those that OpenCourseWare has too are left to it."""
    make = partial(course, hidden=blocked(snapshot))
    for payload in snapshot.payloads("courses"):
        rows = [row for row in _rows(payload) if row.get("readable_id") not in IN_OPENCOURSEWARE]
        yield from each(rows, make, payload=payload, key=_key)


def course(row: Row, *, hidden: Collection[str] = ()) -> LearningResource:
    """One course, which anybody may take at any time."""
    return LearningResource(
        resource_type="course",
        readable_id=_readable_id(row),
        etl_source="oll",
        platform="oll",
        offered_by="ocw" if row["Offered by"] == "OCW" else "mitx",
        resource_category="Course",
        title=row["title"],
        description=row["description"],
        full_description=row["description"],
        url=row["url"],
        image=_image(row),
        published=row["published"] == "YES" and _readable_id(row) not in hidden,
        topics=mapped(CALLED_OTHERWISE.get(name, name) for name in (row[column].strip() for column in TOPICS)),
        topic_words=unmapped(CALLED_OTHERWISE.get(name, name) for name in (row[column].strip() for column in TOPICS)),
        certification=False,
        certification_type="none",
        availability="anytime",
        pace=["self_paced"],
        format=["asynchronous"],
        course=CourseDetail(course_numbers=course_numbers(row["OLL Course"])),
        runs=[course_run(row)],
    )


def course_run(row: Row) -> Run:
    """Its only run; the id says the term it comes from."""
    year, semester = year_and_semester(row["readable_id"])
    return Run(
        run_id=row["readable_id"],
        title=row["title"],
        description=row["description"],
        url=row["url"],
        image=_image(row),
        published=row["published"] == "YES",
        level=[LEVELS[row["Level"]]] if row["Level"] in LEVELS else [],
        year=year,
        semester=semester,
        instructors=[row[column] for column in INSTRUCTORS if row[column].strip()],
        availability="anytime",
        pace=["self_paced"],
        format=["asynchronous"],
    )


def _rows(payload: Payload) -> list[Row]:
    """Rows by column; space around the names of columns means nothing. WrongShape unless all columns are there."""
    lines = csv.reader(io.StringIO(payload.text, newline=""))
    header = [name.strip() for name in next(lines, [])]
    if missing := [name for name in COLUMNS if name not in header]:
        start = payload.text[:60]
        raise WrongShape(f"{payload.url} is no sheet with the columns {', '.join(missing)}; it begins {start!r}")
    rows: list[Row] = [dict(zip(header, line, strict=False)) for line in lines if any(line)]
    if not rows:
        raise WrongShape(f"{payload.url} has a header and no rows")
    return rows


def _readable_id(row: Row) -> str:
    """As in OpenCourseWare for what it offers, with the term; else as in edX, without."""
    if row["Offered by"] != "OCW":
        return f"MITx+{row['OLL Course']}"
    year, semester = year_and_semester(row["readable_id"])
    return f"{row['OLL Course']}+{slugify(semester or '')}_{year or ''}"


def _image(row: Row) -> Image | None:
    address = row["Course Image URL Flat"]
    return Image(url=address, alt=row["title"]) if address else None


def _key(row: Row) -> str:
    return resource_key("course", "oll", _readable_id(row))


SOURCE = Source(
    name="oll",
    title="Open Learning Library",
    transport="CSV via Google Sheets export",
    cadence="scheduled",
    schedules=("0 4 * * 1",),
    stale_after=timedelta(days=15),
    data="metadata",
    owner="MIT Open Learning",
    hosts=("docs.google.com", "*.googleusercontent.com", BLOCKLIST_HOST),
    settings=(Setting("sheet", "the id of the Google sheet, as in its address", required=True, stand_in="OLLSHEET"),),
    extract=extract,
    normalise=normalise,
)

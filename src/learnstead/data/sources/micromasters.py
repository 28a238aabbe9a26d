"""MicroMasters: programs of courses that are given on edX, in one flat list."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta
from functools import partial
from typing import Any

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.blocklist import HOST as BLOCKLIST_HOST
from learnstead.data.parsing.blocklist import blocked, blocklist
from learnstead.data.parsing.moments import moment
from learnstead.data.parsing.prices import price
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import Child, Image, LearningResource, Run
from learnstead.kernel.contracts.fields import Pace
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.taxonomy import mapped, unmapped

HOST = "micromasters.mit.edu"
SHOWN_ELSEWHERE = re.compile(r"/(dedp|scm|fin|pom)/")

Item = Mapping[str, Any]
Paces = Mapping[str, AbstractSet[Pace]]


def extract(run: Extraction) -> Iterator[Payload]:
    """The one list."""
    yield from blocklist(run)
    yield run.json(f"{run.settings['address']}/api/v0/catalog/", a=list, label="programs")
    run.complete("the feed is one list")


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Programs with references to courses of edX; how these are paced, edX says."""
    courses = (record for record in given.latest("mit_edx") if isinstance(record, LearningResource))
    paces = {course.readable_id: {*(course.pace or ())} for course in courses if course.published}
    make = partial(program, paces=paces, hidden=blocked(snapshot))
    for payload in snapshot.payloads("programs"):
        yield from each(payload.json(), make, payload=payload, key=_key)


def program(item: Item, *, paces: Paces, hidden: AbstractSet[str] = frozenset()) -> LearningResource | None:
    """A program; None for one without a page, or whose page is not on MicroMasters."""
    url = item.get("programpage_url")
    if not url or SHOWN_ELSEWHERE.search(url):
        return None
    courses = sorted(item["courses"], key=lambda course: course["position_in_program"])
    pace = sorted({pace for course in courses for pace in paces.get(course["edx_key"], ())})
    picture = item.get("thumbnail_url")
    return LearningResource(
        resource_type="program",
        resource_category="Program",
        readable_id=_id(item),
        etl_source="micromasters",
        platform="edx",
        offered_by="mitx",
        title=item["title"],
        url=url,
        image=Image(url=picture) if picture else None,
        topics=mapped(topic["name"] for topic in item["topics"]),
        topic_words=unmapped(topic["name"] for topic in item["topics"]),
        published=_id(item) not in hidden,
        certification=True,
        certification_type="micromasters",
        availability="dated",
        pace=pace,
        format=["asynchronous"],
        runs=[_run(item, pace)],
        children=[_child(course["edx_key"], position) for position, course in enumerate(courses)],
    )


def _run(item: Item, pace: list[Pace]) -> Run:
    return Run(
        run_id=_id(item),
        title=item["title"],
        published=True,
        instructors=[person["name"] for person in item["instructors"]],
        prices=[price(item["total_price"])],
        start_date=moment(item["start_date"] or item["enrollment_start"]),
        end_date=moment(item["end_date"]),
        enrollment_start=moment(item["enrollment_start"]),
        availability="dated",
        pace=pace,
        format=["asynchronous"],
    )


def _child(key: str, position: int) -> Child:
    return Child(resource_type="course", readable_id=key, platform="edx", relation="PROGRAM_COURSES", position=position)


def _id(item: Item) -> str:
    return f"micromasters-program-{item['id']}"


def _key(item: Item) -> str:
    return resource_key("program", "edx", _id(item))


SOURCE = Source(
    name="micromasters",
    title="MicroMasters",
    transport="REST JSON",
    cadence="daily 05:00",
    schedules=("0 5 * * *",),
    stale_after=timedelta(days=2),
    data="programs",
    owner="MITx MicroMasters",
    hosts=(HOST, BLOCKLIST_HOST),
    settings=(Setting("address", "where MicroMasters is", default=f"https://{HOST}"),),
    after=("mit_edx",),
    extract=extract,
    normalise=normalise,
)

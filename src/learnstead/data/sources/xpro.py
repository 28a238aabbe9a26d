"""MIT xPRO: courses and programs for professionals, each in one flat list."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.blocklist import HOST as BLOCKLIST_HOST
from learnstead.data.parsing.blocklist import blocked, blocklist
from learnstead.data.parsing.course_numbers import course_numbers
from learnstead.data.parsing.delivery import delivery
from learnstead.data.parsing.effort import whole
from learnstead.data.parsing.html import cleaned
from learnstead.data.parsing.moments import moment
from learnstead.data.parsing.prices import price
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import Child, CourseDetail, Image, LearningResource, Price, Run
from learnstead.kernel.contracts.records import BrokenContract, resource_key
from learnstead.kernel.taxonomy import mapped, unmapped

HOST = "xpro.mit.edu"
PLATFORMS = {
    "Emeritus": "emeritus",
    "Global Alumni": "globalalumni",
    "Simplilearn": "simplilearn",
    "Susskind": "susskind",
    "WHU": "whu",
    "xPRO": "xpro",
}

Item = Mapping[str, Any]


def extract(run: Extraction) -> Iterator[Payload]:
    """Both lists; each is a scope of its own."""
    for kind in filter(run.wants, ("courses", "programs")):
        with run.scope(kind):
            yield from blocklist(run)
            yield run.json(f"{run.settings['address']}/api/{kind}/", a=list, label=kind)
            run.complete("the feed is one list")


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """Programs refer to their courses; only the list of courses says what these are."""
    hidden = blocked(snapshot)
    for kind, make in (("courses", course), ("programs", program)):
        for payload in snapshot.payloads(kind):
            key = partial(_key, kind)
            yield from each(payload.json(), partial(make, hidden=hidden), payload=payload, key=key)


def course(item: Item, hidden: frozenset[str] = frozenset()) -> LearningResource:
    """A course is published when any of its runs can be bought."""
    runs = [course_run(run, item) for run in item["courseruns"]]
    return _resource(
        item,
        resource_type="course",
        resource_category="Course",
        runs=runs,
        published=any(run.published for run in runs) and item["readable_id"] not in hidden,
        course=CourseDetail(course_numbers=course_numbers(item["readable_id"])),
    )


def course_run(run: Item, item: Item) -> Run:
    """One run, with what only its course knows."""
    return Run(
        run_id=run["courseware_id"],
        title=run["title"],
        start_date=moment(run["start_date"] or run["enrollment_start"]),
        end_date=moment(run["end_date"]),
        enrollment_start=moment(run["enrollment_start"]),
        enrollment_end=moment(run["enrollment_end"]),
        published=bool(run["current_price"]),
        prices=_prices(run),
        instructors=[person["name"] for person in run["instructors"]],
        **_form(item),
    )


def program(item: Item, hidden: frozenset[str] = frozenset()) -> LearningResource:
    """A program is published when it can be bought as a whole; it has one run, which is itself."""
    children = [
        Child(
            resource_type="course",
            readable_id=child["readable_id"],
            platform=_platform(child),
            relation="PROGRAM_COURSES",
            position=position,
        )
        for position, child in enumerate(item["courses"])
    ]
    return _resource(
        item,
        resource_type="program",
        resource_category="Program",
        runs=[program_run(item)],
        published=bool(item["current_price"]) and item["readable_id"] not in hidden,
        children=children,
    )


def program_run(item: Item) -> Run:
    """A program as a run of itself."""
    return Run(
        run_id=item["readable_id"],
        title=item["title"],
        description=cleaned(item["description"]),
        start_date=moment(item["start_date"] or item["enrollment_start"]),
        end_date=moment(item["end_date"]),
        enrollment_start=moment(item["enrollment_start"]),
        published=True,
        prices=_prices(item),
        instructors=[person["name"] for person in item.get("instructors", [])],
        **_form(item),
    )


def _resource(item: Item, **own: Any) -> LearningResource:
    picture = item["thumbnail_url"]
    return LearningResource(
        readable_id=item["readable_id"],
        etl_source="xpro",
        platform=_platform(item),
        offered_by="xpro",
        title=item["title"],
        description=cleaned(item["description"]),
        url=item["url"],
        image=Image(url=picture) if picture else None,
        topics=mapped(_topic_names(item), offeror="xpro"),
        topic_words=unmapped(_topic_names(item), offeror="xpro"),
        professional=True,
        certification=True,
        certification_type="professional",
        continuing_ed_credits=str(item["credits"]) if item["credits"] else None,
        availability=item["availability"],
        delivery=delivery(item.get("format")),
        pace=["self_paced"],
        format=["asynchronous"],
        **own,
    )


def _form(item: Item) -> dict[str, Any]:
    return {
        "availability": item["availability"],
        "delivery": delivery(item.get("format")),
        "pace": ["self_paced"],
        "format": ["asynchronous"],
        "duration": item.get("duration") or "",
        "min_weeks": item.get("min_weeks"),
        "max_weeks": item.get("max_weeks"),
        "time_commitment": item.get("time_commitment") or "",
        "min_weekly_hours": whole(item.get("min_weekly_hours")),
        "max_weekly_hours": whole(item.get("max_weekly_hours")),
    }


def _prices(item: Item) -> list[Price]:
    return [price(item["current_price"])] if item["current_price"] else []


def _platform(item: Item) -> str:
    if item["platform"] not in PLATFORMS:
        known = ", ".join(PLATFORMS)
        raise BrokenContract(f"platform {item['platform']!r} is none of {known}; name it in the source xpro")
    return PLATFORMS[item["platform"]]


def _key(kind: str, item: Item) -> str:
    return resource_key(kind.removesuffix("s"), PLATFORMS.get(item["platform"], "xpro"), item["readable_id"])


SOURCE = Source(
    name="xpro",
    title="xPRO (catalogue)",
    transport="REST JSON",
    cadence="daily 05:00",
    schedules=("0 5 * * *",),
    stale_after=timedelta(days=2),
    data="catalogue",
    owner="MIT xPRO",
    scope="list",
    hosts=(HOST, BLOCKLIST_HOST),
    settings=(Setting("address", "where xPRO is", default=f"https://{HOST}"),),
    extract=extract,
    normalise=normalise,
)


def _topic_names(item: Item) -> list[str]:
    """Without the branch they lie on."""
    return [topic["name"].rpartition(":")[2] for topic in item["topics"] or () if topic]

"""MIT Sloan Executive Education: a list of courses and one of their offerings, joined."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.blocklist import HOST as BLOCKLIST_HOST
from learnstead.data.parsing.blocklist import blocked, blocklist
from learnstead.data.parsing.dates import local_moment
from learnstead.data.parsing.delivery import delivery
from learnstead.data.parsing.durations import duration
from learnstead.data.parsing.effort import effort
from learnstead.data.parsing.prices import price
from learnstead.data.snapshot import Payload, Snapshot, WrongShape
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import CourseDetail, Image, LearningResource, Run
from learnstead.kernel.contracts.fields import Format, Pace
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.taxonomy import mapped, unmapped

HOST = "mit-unified-portal-prod-78eeds.43d8q2.usa-e2.cloudhub.io"
ON_DEMAND = "Asynchronous (On-Demand)"
Row = Mapping[str, Any]


def extract(run: Extraction) -> Iterator[Payload]:
    """Both lists, which only make sense together."""
    address = run.settings["address"]
    token = run.token(
        f"{address}/oauth/token",
        client_id=run.settings["client_id"],
        client_secret=run.settings["client_secret"],
        token_type="jwt",  # noqa: S106 - the kind of token, not one
    )
    for label, path in (("courses", "courses"), ("offerings", "course-offerings")):
        payload = run.json(f"{address}/api/{path}", a=list, label=label, headers={"authorization": f"JWT {token}"})
        if not payload.json():
            raise WrongShape(f"{payload.url} answered with an empty list")
        yield payload
    run.complete("each feed is one list")
    yield from blocklist(run)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Courses that are offered and have a page; the others are of no use to anybody."""
    offerings: dict[str, list[Row]] = defaultdict(list)
    for payload in snapshot.payloads("offerings"):
        yield from each(payload.json(), partial(_note, offerings=offerings), payload=payload)
    make = partial(course, offerings=offerings, hidden=blocked(snapshot), now=given.now)
    for payload in snapshot.payloads("courses"):
        yield from each(payload.json(), make, payload=payload, key=_key)


def course(
    row: Row, *, offerings: Mapping[str, Sequence[Row]], hidden: Collection[str], now: datetime
) -> LearningResource | None:
    """One course, published while any of its offerings is not over. None without offerings or a page."""
    offered = offerings.get(row["Course_Id"], ())
    if not offered or not row["URL"]:
        return None
    runs = [offering(one, row, now=now) for one in offered]
    picture, name = row["Image_Src"], row["Title"]
    return LearningResource(
        resource_type="course",
        readable_id=row["Course_Id"],
        etl_source="see",
        platform="see",
        offered_by="see",
        resource_category="Course",
        title=name,
        description=row["Description"],
        url=row["URL"],
        image=Image(url=picture, alt=name, description=name) if picture else None,
        published=any(run.published for run in runs) and row["Course_Id"] not in hidden,
        professional=True,
        certification=True,
        certification_type="professional",
        continuing_ed_credits=offered[0]["Continuing_Ed_Credits"],
        topics=mapped([(row["Topics"] or "").rpartition(":")[2]], offeror="see"),
        topic_words=unmapped([(row["Topics"] or "").rpartition(":")[2]], offeror="see"),
        delivery=list(dict.fromkeys(chain.from_iterable(delivery(one["Delivery"]) for one in offered))),
        pace=sorted({_pace(one) for one in offered}),
        format=sorted({form for one in offered for form in _format(one)}),
        course=CourseDetail(course_numbers=[]),
        runs=runs,
    )


def offering(row: Row, course: Row, *, now: datetime) -> Run:
    """One time it is given; published until the day it ends is over."""
    ends = local_moment(row["End_Date"])
    takes, asks = duration(row["Duration"]), effort(row["Time_Commitment"])
    return Run(
        run_id=row["CO_Title"],
        title=course["Title"],
        url=course["URL"],
        published=ends is None or now < ends + timedelta(days=1),
        start_date=local_moment(row["Start_Date"]),
        end_date=ends,
        prices=[price(row["Price"], row["Currency"])],
        instructors=[name.strip() for name in (row["Faculty_Name"] or "").split(",") if name.strip()],
        availability="anytime" if _is_on_demand(row) else "dated",
        pace=[_pace(row)],
        delivery=delivery(row["Delivery"]),
        format=_format(row),
        location="" if row["Delivery"] == "Online" else row["Location"] or "",
        duration=takes.text,
        min_weeks=takes.min_weeks,
        max_weeks=takes.max_weeks,
        time_commitment=asks.text,
        min_weekly_hours=asks.min_hours,
        max_weekly_hours=asks.max_hours,
    )


def _note(row: Row, *, offerings: Mapping[str, list[Row]]) -> None:
    """Keep an offering for its course, once."""
    of_course = offerings[row["Course_Id"]]
    if row not in of_course:
        of_course.append(row)


def _is_on_demand(row: Row) -> bool:
    return bool(row["Delivery"] == "Online" and row["Format"] == ON_DEMAND)


def _pace(row: Row) -> Pace:
    return "self_paced" if _is_on_demand(row) else "instructor_paced"


def _format(row: Row) -> list[Format]:
    match row["Delivery"]:
        case "In Person":
            return ["synchronous"]
        case "Blended":
            return ["synchronous", "asynchronous"]
        case _:
            return ["asynchronous" if "Asynchronous" in (row["Format"] or "") else "synchronous"]


def _key(row: Row) -> str:
    return resource_key("course", "see", row["Course_Id"])


SOURCE = Source(
    name="sloan_exec_ed",
    title="Sloan Executive Ed",
    transport="REST OAuth2-JWT",
    cadence="daily 04:30",
    schedules=("30 4 * * *",),
    stale_after=timedelta(days=2),
    data="courses",
    owner="MIT Sloan Executive Education",
    hosts=(HOST, BLOCKLIST_HOST),
    settings=(
        Setting("address", "where the portal is", default=f"https://{HOST}"),
        Setting("client_id", "the id the portal has given us", required=True),
        Setting("client_secret", "and its secret", required=True, secret=True),
    ),
    extract=extract,
    normalise=normalise,
)

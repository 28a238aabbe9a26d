"""Courses and programs of MIT in the catalogue of edX, which lists those of everybody."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.blocklist import HOST as BLOCKLIST_HOST
from learnstead.data.parsing.blocklist import blocked, blocklist
from learnstead.data.parsing.course_numbers import course_numbers, departments_in
from learnstead.data.parsing.durations import weeks
from learnstead.data.parsing.effort import hours
from learnstead.data.parsing.html import cleaned
from learnstead.data.parsing.moments import moment
from learnstead.data.parsing.prices import FREE, USD, price_list
from learnstead.data.parsing.terms import year_and_semester
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import Child, CourseDetail, Gone, Image, LearningResource, Price, Run
from learnstead.kernel.contracts.fields import Availability, Level, Pace
from learnstead.kernel.contracts.records import BrokenContract, resource_key
from learnstead.kernel.runs import best_run, is_public, next_run
from learnstead.kernel.taxonomy import mapped, unmapped

OWNERS = frozenset({"MITx", "MITx_PRO"})
OVER = "Archived"
LEVELS: Mapping[str, Level] = {
    "Undergraduate": "undergraduate",
    "Graduate": "graduate",
    "High School": "high_school",
    "Non-Credit": "noncredit",
    "Advanced": "advanced",
    "Intermediate": "intermediate",
    "Introductory": "introductory",
}

Item = Mapping[str, Any]


def extract(run: Extraction) -> Iterator[Payload]:
    """Both lists; each is a scope of its own."""
    for kind in filter(run.wants, ("courses", "programs")):
        with run.scope(kind):
            yield from blocklist(run)
            token = run.token(
                run.settings["token_address"],
                client_id=run.settings["client_id"],
                client_secret=run.settings["client_secret"],
                token_type="jwt",  # noqa: S106 - a kind of token, not a secret
            )
            credentials = {"authorization": f"JWT {token}"}
            yield from run.pages(run.settings[f"{kind}_address"], label=kind, headers=credentials)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Courses first: what programs say of topics, instructors and effort is that of their courses."""
    catalogue = Catalogue(snapshot, given)
    for payload in snapshot.payloads("courses"):
        yield from each(payload.json()["results"], catalogue.course, payload=payload, key=_course_key)
    for payload in snapshot.payloads("programs"):
        yield from each(payload.json()["results"], catalogue.program, payload=payload, key=_program_key)


class Catalogue:
    """What has been read so far, and the time it is read at."""

    def __init__(self, snapshot: Snapshot, given: Given) -> None:
        self.now, self.settings = given.now, given.settings
        self.hidden = blocked(snapshot)
        self.courses: dict[str, LearningResource | None] = {}
        self._given = given

    @cached_property
    def before(self) -> Mapping[str, LearningResource]:
        """The courses known before. A list that failed or was cut must not take anything from the programs."""
        known = (record for record in self._given.latest("mit_edx") if isinstance(record, LearningResource))
        return {record.readable_id: record for record in known if record.resource_type == "course"}

    def course(self, item: Item) -> LearningResource | Gone | None:
        """A course of MIT; None for those of others."""
        if not _is_ours(item["owners"]):
            return None
        if _is_deleted(item["title"]) or not item.get("course_runs"):
            self.courses[item["key"]] = None
            return Gone(key=_course_key(item), reason="edX marks it as deleted, or has no run of it")
        listed = [run for run in item["course_runs"] if not _is_deleted(run["title"])]
        marketing_page = self.marketing_page(item)
        runs = [self.run(run, item, page=marketing_page) for run in listed]
        certified = any(_is_published(run) and run.get("availability") not in {None, "", OVER} for run in listed)
        record = LearningResource(
            resource_type="course",
            resource_category="Course",
            readable_id=item["key"],
            etl_source="mit_edx",
            platform="edx",
            offered_by="mitx",
            title=item["title"],
            description=cleaned(item.get("short_description")),
            full_description=cleaned(item.get("full_description")),
            last_modified=moment(item["modified"]),
            image=_image(item.get("image")),
            url=marketing_page or self.course_page(item["key"]),
            departments=departments_in(item["key"]),
            topics=mapped((subject["name"] for subject in item.get("subjects") or ()), offeror="mitx"),
            topic_words=unmapped((subject["name"] for subject in item.get("subjects") or ()), offeror="mitx"),
            published=any(run.published for run in runs) and item["key"] not in self.hidden,
            certification=certified,
            certification_type="completion" if certified else "none",
            availability=_availability(item["course_runs"], now=self.now),
            pace=_pace(item["course_runs"]),
            format=["asynchronous"],
            runs=runs,
            course=CourseDetail(course_numbers=course_numbers(item["key"])),
        )
        self.courses[record.readable_id] = record
        return record

    def run(self, run: Item, item: Item, *, page: str | None) -> Run:
        """A run of a course. One that is over costs nothing any more."""
        year, semester = year_and_semester(run["key"], start=run.get("start"))
        duration, effort = weeks(run.get("weeks_to_complete")), hours(run.get("min_effort"), run.get("max_effort"))
        seats = [(seat["price"], seat["currency"]) for seat in run.get("seats") or ()]
        return Run(
            run_id=run["key"],
            title=run["title"],
            description=_text(run.get("short_description")),
            full_description=_text(run.get("full_description")),
            last_modified=max(moment(item["modified"]) or self.now, moment(run["modified"]) or self.now),
            published=_is_published(run),
            languages=[run["content_language"]] if run.get("content_language") else [],
            url=page or self.course_page(run["key"]),
            image=_image(run.get("image")),
            level=_levels(run.get("level_type")),
            year=year,
            semester=semester,
            start_date=moment(run.get("start") or run.get("enrollment_start")),
            end_date=moment(run.get("end")),
            enrollment_start=moment(run.get("enrollment_start")),
            enrollment_end=moment(run.get("enrollment_end")),
            instructors=[_name(person) for person in run.get("staff") or ()],
            prices=price_list([(FREE, USD), *seats]) if run.get("availability") != OVER else [],
            availability=_run_availability(run, now=self.now),
            pace=[run.get("pacing_type") or "self_paced"],
            format=["asynchronous"],
            duration=duration.text,
            min_weeks=duration.min_weeks,
            max_weeks=duration.max_weeks,
            time_commitment=effort.text,
            min_weekly_hours=effort.min_hours,
            max_weekly_hours=effort.max_hours,
        )

    def program(self, item: Item) -> LearningResource | Gone | None:
        """A program of MIT; MicroMasters come from a source of their own."""
        if not _is_ours(item["authoring_organizations"]) or item["type"].lower() == "micromasters":
            return None
        if _is_deleted(item["title"]) or item["status"] != "active":
            return Gone(key=_program_key(item), reason=f"edX says that the program is {item['status']}")
        if not item["courses"]:
            raise BrokenContract("the program has no courses")
        run = self.program_run(item)
        return LearningResource(
            resource_type="program",
            resource_category="Program",
            readable_id=item["uuid"],
            etl_source="mit_edx",
            platform="edx",
            offered_by="mitx",
            title=item["title"],
            description=cleaned(item.get("subtitle")),
            full_description=cleaned(item.get("subtitle")),
            last_modified=run.last_modified,
            image=run.image,
            url=run.url,
            topics=sorted({topic for course in self.inside(item) for topic in course.topics or ()}),
            published=item["uuid"] not in self.hidden,
            certification=True,
            certification_type="completion",
            availability=run.availability,
            pace=run.pace,
            format=["asynchronous"],
            runs=[run],
            children=[_child(course, position) for position, course in enumerate(item["courses"])],
        )

    def program_run(self, item: Item) -> Run:
        """A program as a run of itself, from its courses."""
        searchable = [course for course in item["courses"] if not course.get("excluded_from_search")]
        offered = [run for course in searchable for run in course["course_runs"] if _is_published(run)]
        banner = item.get("banner_image") or {}
        return Run(
            run_id=item["uuid"],
            title=item["title"],
            description=_text(item.get("subtitle")),
            full_description=_text(item.get("subtitle")),
            last_modified=moment(item["data_modified_timestamp"]),
            published=True,
            url=item.get("marketing_url") or self.course_page(item["uuid"]),
            image=_image({"src": (banner.get("medium") or {}).get("url"), "description": item["title"]}),
            level=_levels(item.get("level_type_override")),
            start_date=min(_dates(offered, "start"), default=None),
            end_date=max(_dates(offered, "end"), default=None),
            enrollment_start=min(_dates(offered, "enrollment_start"), default=None),
            enrollment_end=max(_dates(offered, "enrollment_end"), default=None),
            instructors=self.instructors(item),
            prices=_sum_of_prices(searchable),
            availability=_program_availability(item["courses"], now=self.now),
            pace=sorted({pace for course in item["courses"] for pace in _pace(course["course_runs"])}),
            format=["asynchronous"],
            **self.span(item),
        )

    def inside(self, item: Item) -> list[LearningResource]:
        """The courses of a program that are published."""
        keys = [course["key"] for course in item["courses"]]
        known = (self.courses[key] if key in self.courses else self.before.get(key) for key in keys)
        return [course for course in known if course and course.published]

    def instructors(self, item: Item) -> list[str]:
        """Those of the next run of each course, or of the latest, by their last names."""
        found: dict[str, None] = {}
        for course in self.inside(item):
            runs = [run for run in course.runs or () if is_public(run)]
            shown = next_run(runs, self.now) or max(runs, key=lambda run: run.start_date or self.now)
            found |= dict.fromkeys(shown.instructors or ())
        return sorted(found, key=lambda name: name.rpartition(" ")[2])

    def span(self, item: Item) -> dict[str, Any]:
        """As long as all courses one after another, at their average effort."""
        public = ([run for run in course.runs or () if is_public(run)] for course in self.inside(item))
        shown = [run for runs in public if (run := best_run(runs, self.now))]
        duration = weeks(sum(run.max_weeks or 0 for run in shown))
        effort = hours(_mean(run.min_weekly_hours for run in shown), _mean(run.max_weekly_hours for run in shown))
        return {
            "duration": duration.text,
            "min_weeks": duration.min_weeks,
            "max_weeks": duration.max_weeks,
            "time_commitment": effort.text,
            "min_weekly_hours": effort.min_hours,
            "max_weekly_hours": effort.max_hours,
        }

    def marketing_page(self, item: Item) -> str | None:
        """Its page on edX, or that of its newest run; without what is only there to count visits."""
        newest_first = sorted(item["course_runs"], key=lambda run: run.get("start") or "", reverse=True)
        pages = (one.get("marketing_url") for one in (item, *newest_first))
        page = next(filter(None, pages), "")
        sites = {urlsplit(self.settings[name]).hostname for name in ("edx_address", "course_address")}
        return page.partition("?")[0] if urlsplit(page).hostname in sites else None

    def course_page(self, key: str) -> str:
        """Where a course is taken."""
        return f"{self.settings['course_address']}/{key}/course/"


def _child(course: Item, position: int) -> Child:
    return Child(
        resource_type="course",
        readable_id=course["key"],
        platform="edx",
        relation="PROGRAM_COURSES",
        position=position,
    )


def _is_ours(organisations: Iterable[Item]) -> bool:
    return any(organisation["key"] in OWNERS for organisation in organisations)


def _is_deleted(title: str) -> bool:
    words = title.strip().lower()
    return words == "delete" or any(mark in words for mark in ("[delete]", "(delete)", "delete "))


def _is_published(run: Item) -> bool:
    return run.get("status") == "published" and bool(run.get("is_enrollable"))


def _run_availability(run: Item, *, now: datetime) -> Availability:
    start = moment(run.get("start"))
    begun = run.get("pacing_type") == "self_paced" and start is not None and start < now
    return "anytime" if run.get("availability") == OVER or begun else "dated"


def _availability(runs: Iterable[Item], *, now: datetime) -> Availability | None:
    found = {_run_availability(run, now=now) for run in runs if _is_published(run)}
    return "dated" if "dated" in found else "anytime" if found else None


def _program_availability(courses: Iterable[Item], *, now: datetime) -> Availability | None:
    found = {_availability(course["course_runs"], now=now) for course in courses}
    return "dated" if "dated" in found else "anytime" if found == {"anytime"} else None


def _pace(runs: Iterable[Item]) -> list[Pace]:
    return sorted({run.get("pacing_type") or "self_paced" for run in runs if _is_published(run)}) or ["self_paced"]


def _sum_of_prices(courses: Iterable[Item]) -> list[Price]:
    """What all courses cost together: each the cheapest certificate of its first published run, if it sells any."""
    total, currency = FREE, ""
    for course in courses:
        runs = sorted(filter(_is_published, course["course_runs"]), key=lambda run: run.get("start") or "")
        seats = runs[0].get("seats") or [] if runs else []
        paid = [seat for seat in seats if Decimal(seat["price"])]
        if paid:
            cheapest = min(paid, key=lambda seat: Decimal(seat["price"]))
            total, currency = total + Decimal(cheapest["price"]), currency or cheapest["currency"]
    return price_list([(total, currency or USD)])


def _dates(runs: Iterable[Item], name: str) -> list[datetime]:
    return [date for run in runs if (date := moment(run.get(name)))]


def _levels(label: str | None) -> list[Level]:
    return [LEVELS[label]] if label and label in LEVELS else []


def _image(picture: Item | None) -> Image | None:
    address = (picture or {}).get("src")
    return Image(url=address, description=(picture or {}).get("description")) if address else None


def _text(html: str | None) -> str | None:
    return None if html is None else cleaned(html)


def _name(person: Item) -> str:
    return " ".join(filter(None, (person.get("given_name"), person.get("family_name"))))


def _mean(numbers: Iterable[Any]) -> int | None:
    told = [number for number in numbers if number]
    return round(sum(told) / len(told)) if told else None


def _course_key(item: Item) -> str:
    return resource_key("course", "edx", item["key"])


def _program_key(item: Item) -> str:
    return resource_key("program", "edx", item["uuid"])


SOURCE = Source(
    name="mit_edx",
    title="edX (catalogue)",
    transport="REST OAuth2-JWT",
    cadence="daily 05:00",
    schedules=("0 5 * * *",),
    stale_after=timedelta(days=2),
    data="course + program catalogue",
    owner="edX, MITx",
    scope="list",
    hosts=("api.edx.org", "discovery.edx.org", BLOCKLIST_HOST),
    settings=(
        Setting("client_id", "the id edX gave for its API", required=True),
        Setting("client_secret", "the secret that goes with it", required=True, secret=True),
        Setting("token_address", "where tokens are had", default="https://api.edx.org/oauth2/v1/access_token"),
        Setting("courses_address", "the list of courses", default="https://api.edx.org/catalog/v1/catalogs/10/courses"),
        Setting("programs_address", "the list of programs", default="https://discovery.edx.org/api/v1/programs/"),
        Setting("edx_address", "where edX is for learners", default="https://www.edx.org"),
        Setting("course_address", "where its courses are taken", default="https://courses.edx.org"),
    ),
    extract=extract,
    normalise=normalise,
)

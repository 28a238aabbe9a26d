"""MITx Online: two paged lists. Programs name their courses by number, in a tree of requirements."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import SURPRISES, Candidate, Given, Quarantined, each
from learnstead.data.parsing.blocklist import HOST as BLOCKLIST_HOST
from learnstead.data.parsing.blocklist import blocked, blocklist
from learnstead.data.parsing.course_numbers import course_numbers, departments_named
from learnstead.data.parsing.effort import whole
from learnstead.data.parsing.html import cleaned
from learnstead.data.parsing.moments import moment
from learnstead.data.parsing.prices import FREE, price_list
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import Child, CourseDetail, CourseNumber, Image, LearningResource, Price, Run
from learnstead.kernel.contracts.fields import CertificationType, Pace
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.taxonomy import mapped, unmapped
from learnstead.ports.egress import FetchRefused

HOST = "mitxonline.mit.edu"
LIVE = {"live": "True"}
NOT_A_COURSE = re.compile("PROCTORED EXAM", re.IGNORECASE)
CERTIFICATES: Mapping[str, CertificationType] = {
    "micromasters credential": "micromasters",
    "certificate of completion": "completion",
}

Item = Mapping[str, Any]
Part = tuple[str, int]
"""("course" or "program", its number)."""


def extract(run: Extraction) -> Iterator[Payload]:
    """Both lists, a scope each; and one by one the courses that programs name and the list of courses has not."""
    credentials = {"authorization": f"Api-Key {key}"} if (key := run.settings.get("key")) else {}
    address = f"{run.settings['address']}/api/v2"
    known: set[int] = set()
    if run.wants("courses"):
        with run.scope("courses"):
            yield from blocklist(run)
            for page in run.pages(f"{address}/courses/", label="courses", repeat=LIVE, headers=credentials):
                known |= _by_number([page]).keys()
                yield page
    if run.wants("programs"):
        with run.scope("programs"):
            yield from blocklist(run)
            pages = list(run.pages(f"{address}/programs/", label="programs", repeat=LIVE, headers=credentials))
            yield from pages
            for number in _named_by(_by_number(pages)):
                if number not in known or run.has_failed("courses"):
                    yield from _course_alone(run, f"{address}/courses/{number}/", credentials)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Courses, then programs with references to what they are made of."""
    catalogue = Catalogue(snapshot, given)
    for payload in snapshot.payloads("courses"):
        yield from each(payload.json()["results"], catalogue.course, payload=payload, key=_course_key)
    for payload in snapshot.payloads("programs"):
        yield from each(payload.json()["results"], catalogue.program, payload=payload, key=_program_key)


class Catalogue:
    """What one run fetched, and the time it is read at."""

    def __init__(self, snapshot: Snapshot, given: Given) -> None:
        self.now, self.settings = given.now, given.settings
        self.hidden = blocked(snapshot)
        alone = {item["id"]: item for item in (payload.json() for payload in snapshot.payloads("course"))}
        self.courses = alone | _by_number(snapshot.payloads("courses"))
        self.programs = _by_number(snapshot.payloads("programs"))

    def course(self, item: Item) -> LearningResource | None:
        """A course; None for an exam that is listed as one."""
        if NOT_A_COURSE.search(item["title"]):
            return None
        runs = [self.run(run, item) for run in item["courseruns"] if run]
        certified = [run for run in item["courseruns"] if run and self.certifies(run, item)]
        in_catalogue = bool(_page(item, "page_url") and _page(item, "live") and item.get("include_in_learn_catalog"))
        published = in_catalogue and any(run.published for run in runs) and item["readable_id"] not in self.hidden
        for_tutors = bool(item.get("ingest_content_files_for_ai"))
        return self.resource(
            item,
            resource_type="course",
            resource_category="Course",
            url=self.address("courses", item),
            published=published,
            test_mode=for_tutors and not published,  # tutors read what no catalogue shows
            require_summaries=for_tutors,
            certification=bool(certified),
            certification_type=certificate(item.get("certificate_type")) if certified else "none",
            pace=_pace(item),
            runs=runs,
            course=CourseDetail(course_numbers=numbers(item)),
        )

    def run(self, run: Item, item: Item) -> Run:
        """A run; its prices and much else are those of its course. One that is over costs nothing any more."""
        variant = is_variant(run, item)
        open_now = self.is_open(run, item)
        return Run(
            run_id=run["courseware_id"],
            title=run["title"],
            description=cleaned(_page(run, "description")),
            image=self.image(run),
            url=self.address("courses", item),
            published=bool(not variant and run.get("is_enrollable") and _page(item, "live")),
            is_b2b=bool(run.get("b2b_contract")),
            is_variant=variant,
            start_date=moment(run.get("start_date") or run.get("enrollment_start")),
            end_date=moment(run.get("end_date")),
            enrollment_start=moment(run.get("enrollment_start")),
            enrollment_end=moment(run.get("enrollment_end")),
            prices=prices(item, _modes(run)) if open_now and _page(item, "page_url") else [],
            instructors=[person["name"] for person in _page(item, "instructors") or []],
            availability=item.get("availability"),
            pace=[_run_pace(run)],
            format=["asynchronous"],
            **_span(item),
        )

    def program(self, item: Item) -> LearningResource:
        """A program with its one run, which is itself."""
        inside, nested = contents(item, self.programs)
        courses = [self.item(part) for part in inside if part[0] == "course"]
        pace = sorted({pace for course in courses if course for pace in _pace(course)})
        like_a_course = item.get("display_mode") == "course"
        url = self.address("courses/p" if like_a_course else "programs", item)
        in_catalogue = bool(_page(item, "page_url") and _page(item, "live") and _page(item, "include_in_learn_catalog"))
        return self.resource(
            item,
            resource_type="program",
            resource_category="Course" if like_a_course else "Program",
            url=url,
            published=in_catalogue and item["readable_id"] not in self.hidden,
            certification=item.get("certificate_type") is not None,
            certification_type=certificate(item.get("certificate_type")),
            pace=pace,
            runs=[self.program_run(item, url=url, pace=pace)],
            children=list(self.children(inside, nested)),
        )

    def program_run(self, item: Item, *, url: str | None, pace: list[Pace]) -> Run:
        """A program as a run of itself."""
        return Run(
            run_id=item["readable_id"],
            title=item["title"],
            description=cleaned(_page(item, "description")),
            image=self.image(item),
            url=url,
            published=bool(_page(item, "page_url")),
            start_date=moment(item.get("start_date") or item.get("enrollment_start")),
            end_date=moment(item.get("end_date")),
            enrollment_start=moment(item.get("enrollment_start")),
            enrollment_end=moment(item.get("enrollment_end")),
            prices=prices(item, _modes(item)),
            availability=item.get("availability"),
            pace=pace,
            format=["asynchronous"],
            **_span(item),
        )

    def resource(self, item: Item, **own: Any) -> LearningResource:
        """What courses and programs have in common."""
        names = (named["name"] if isinstance(named, dict) else named for named in item.get("departments") or ())
        return LearningResource(
            readable_id=item["readable_id"],
            etl_source="mitxonline",
            platform="mitxonline",
            offered_by="mitx",
            title=item["title"],
            description=cleaned(_page(item, "description")),
            image=self.image(item),
            departments=departments_named(names),
            topics=mapped((topic["name"] for topic in item.get("topics") or ()), offeror="mitx"),
            topic_words=unmapped((topic["name"] for topic in item.get("topics") or ()), offeror="mitx"),
            professional=False,
            availability=item.get("availability"),
            format=["asynchronous"],
            **own,
        )

    def children(self, inside: Iterable[Part], nested: Iterable[Part]) -> Iterator[Child]:
        """What a program is made of, in the order of its tree; programs that it only borrows courses from come last."""
        shown = [part for part in inside if self.item(part)]
        for position, part in enumerate([*shown, *nested]):
            yield Child(
                resource_type="course" if part[0] == "course" else "program",
                readable_id=self.item(part)["readable_id"],
                platform="mitxonline",
                relation="PROGRAM_COURSES" if position < len(shown) else "PROGRAM_PROGRAMS",
                position=position,
            )

    def item(self, part: Part) -> Item:
        """A course or program by its number; nothing when it could not be had, or is an exam."""
        kind, number = part
        found = (self.courses if kind == "course" else self.programs).get(number, {})
        return {} if kind == "course" and NOT_A_COURSE.search(str(found.get("title"))) else found

    def address(self, section: str, item: Item) -> str:
        """Where people find it."""
        return f"{self.settings['learn_address']}/{section}/{item['readable_id']}"

    def image(self, item: Item) -> Image | None:
        """The picture of its page."""
        picture = _page(item, "feature_image_src")
        return Image(url=urljoin(f"{self.settings['address']}/", picture)) if picture else None

    def is_open(self, run: Item, item: Item) -> bool:
        """Whether one can still enrol for good: what is enrollable may have ended long ago."""
        closes = moment(run.get("enrollment_end") or run.get("end_date"))
        enrollable = run.get("is_enrollable") and _page(item, "live") and not is_variant(run, item)
        return bool(enrollable) and (closes is None or closes >= self.now)

    def certifies(self, run: Item, item: Item) -> bool:
        """Whether a run that one can still enter leads to a certificate."""
        return self.is_open(run, item) and bool(_page(item, "page_url")) and "verified" in _modes(run)


def certificate(words: str | None) -> CertificationType:
    """What kind of certificate it is; one we do not know says that something was completed."""
    return CERTIFICATES.get(words.lower(), "completion") if words else "none"


def prices(item: Item, modes: Iterable[str]) -> list[Price]:
    """From the least to the most one may pay for the certificate; nothing for listening."""
    amounts = [item.get("min_price") or FREE, item.get("max_price") or FREE] if "verified" in modes else [FREE]
    return price_list([*amounts, *([FREE] if "audit" in modes else [])])


def is_variant(run: Item, item: Item) -> bool:
    """Whether a run is made for one customer, or in a language the course is not usually given in."""
    others = {entry.get("language") for entry in item.get("possible_variant_sets") or () if not _is_default(entry)}
    return bool(run.get("b2b_contract")) or bool(run.get("language") and run["language"] in others)


def numbers(item: Item) -> list[CourseNumber]:
    """The numbers its runs go by, that of the newest first."""
    newest_first = sorted(item["courseruns"], key=lambda run: run.get("start_date") or "", reverse=True)
    told = [*dict.fromkeys(run["course_number"] for run in newest_first if run.get("course_number"))]
    return course_numbers(told[0], told[1:]) if told else []


def contents(program: Item, programs: Mapping[int, Item]) -> tuple[list[Part], list[Part]]:
    """What is shown inside a program, and the programs directly in it that are not shown as courses but lend theirs.

    A program that is part of itself, however deep, is followed once.
    """
    inside: list[Part] = []
    nested: list[Part] = []
    _collect(program, programs, inside, nested, {program["id"]})
    return list(dict.fromkeys(inside)), list(dict.fromkeys(nested))


def _collect(
    program: Item, programs: Mapping[int, Item], inside: list[Part], nested: list[Part], seen: set[int]
) -> None:
    for kind, number in _leaves(program.get("req_tree") or []):
        if kind == "course" or (number in programs and programs[number].get("display_mode") == "course"):
            inside.append((kind, number))
        elif number in programs and number not in seen:
            seen.add(number)
            nested.append((kind, number))
            _collect(programs[number], programs, inside, [], seen)


def _leaves(nodes: Iterable[Item]) -> Iterator[Part]:
    for node in nodes:
        data = node["data"]
        if data["node_type"] == "course":
            yield "course", data["course"]
        elif data["node_type"] == "program":
            yield "program", data["required_program"]
        yield from _leaves(node.get("children") or [])


def _named_by(programs: Mapping[int, Item]) -> list[int]:
    found: dict[int, None] = {}
    for program in programs.values():
        try:
            inside, _ = contents(program, programs)
        except SURPRISES:
            continue  # normalise says what is wrong with it
        found |= dict.fromkeys(number for kind, number in inside if kind == "course")
    return list(found)


def _course_alone(run: Extraction, url: str, credentials: Mapping[str, str]) -> Iterator[Payload]:
    try:
        yield run.json(url, label="course", has=["id", "readable_id"], query=LIVE, headers=credentials)
    except FetchRefused as problem:
        run.note(f"{problem}; the program goes without this course")


def _by_number(pages: Iterable[Payload]) -> dict[int, Item]:
    items = (item for page in pages for item in page.json()["results"])
    named = (item for item in items if isinstance(item, dict) and isinstance(item.get("readable_id"), str))
    return {item["id"]: item for item in named if isinstance(item.get("id"), int)}


def _page(item: Item, name: str) -> Any:
    return (item.get("page") or {}).get(name)


def _modes(item: Item) -> set[str]:
    modes = item.get("enrollment_modes")
    return {"verified", "audit"} if modes is None else {mode["mode_slug"] for mode in modes}


def _is_default(entry: Item) -> bool:
    return bool(entry.get("default_variant"))


def _run_pace(run: Item) -> Pace:
    return "self_paced" if run.get("is_self_paced") else "instructor_paced"


def _pace(item: Item) -> list[Pace]:
    runs = item.get("courseruns")
    return sorted({_run_pace(run) for run in runs if isinstance(run, dict)}) if isinstance(runs, list) else []


def _span(item: Item) -> dict[str, Any]:
    return {
        "duration": item.get("duration") or "",
        "min_weeks": item.get("min_weeks"),
        "max_weeks": item.get("max_weeks"),
        "time_commitment": item.get("time_commitment") or "",
        "min_weekly_hours": whole(item.get("min_weekly_hours")),
        "max_weekly_hours": whole(item.get("max_weekly_hours")),
    }


def _course_key(item: Item) -> str:
    return resource_key("course", "mitxonline", item["readable_id"])


def _program_key(item: Item) -> str:
    return resource_key("program", "mitxonline", item["readable_id"])


SOURCE = Source(
    name="mitxonline",
    title="MITx Online (catalogue)",
    transport="REST JSON paginated",
    cadence="every 6h",
    schedules=("0 */6 * * *",),
    stale_after=timedelta(hours=18),
    data="courses + programs",
    owner="MITx Online",
    scope="list",
    hosts=(HOST, BLOCKLIST_HOST),
    settings=(
        Setting("address", "where MITx Online is", default=f"https://{HOST}"),
        Setting("learn_address", "where its courses are shown to learners", default="https://learn.mit.edu"),
        Setting("key", "a key of its API; without one, what everybody sees is read", secret=True),
    ),
    extract=extract,
    normalise=normalise,
)

"""The course of a site, from its ``data.json``: the course metadata and what the theme adds to it."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from msgspec import UNSET, UnsetType

from learnstead.data.ocw.bundle import Bundle
from learnstead.data.parsing.course_numbers import course_numbers
from learnstead.kernel import prose, untrusted
from learnstead.kernel.contracts import Child, CourseDetail, Image, LearningResource, Run
from learnstead.kernel.contracts.fields import Level
from learnstead.kernel.slugs import slug_for
from learnstead.kernel.taxonomy import mapped, topics

OCW = "https://ocw.mit.edu"
LATEST_YEAR = 2999
LEVELS: Sequence[str] = get_args(Level)
LONGEST_TITLE = 256


def title_of(data: Mapping[str, Any]) -> str:
    """The title, or nothing."""
    return untrusted.line(data, "course_title", longest=LONGEST_TITLE)


def run_id(data: Mapping[str, Any]) -> str:
    """What the one run of a site is known by, or nothing."""
    uid = untrusted.line(data, "legacy_uid") or untrusted.line(data, "site_uid")
    return uid.replace("-", "")[:128]


def readable_id(data: Mapping[str, Any], site: str) -> str:
    """Number, term and year."""
    numbers = _numbers(data)
    term = slug_for(untrusted.line(data, "term", longest=40)).replace("-", "_")
    when = "_".join(filter(None, [term, str(_year(data) or "")]))
    return f"{numbers[0] if numbers else site}+{when}".rstrip("+")


class Course:
    """The course of a bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle, self._data = bundle, bundle.course()
        apart = f"@{bundle.site}"
        self.run_id = (run_id(self._data) or bundle.site) + (apart if bundle.twin_run else "")
        self.readable_id = readable_id(self._data, bundle.site) + (apart if bundle.twin else "")

        self.numbers: Sequence[str] = _numbers(self._data)
        self.offered_by: str | UnsetType = UNSET if self._ours else "ocw"

    @property
    def _ours(self) -> bool:
        return self._bundle.platform == "learnstead"

    def record(self, *, completeness: float, materials: Sequence[LearningResource], offline: bool) -> LearningResource:
        """The resource with its one run. ``offline``: it can be taken along, unless the site forbids it."""
        data = self._data
        run = self._run(offline=offline)
        return LearningResource(
            resource_type="course",
            platform=self._bundle.platform,
            readable_id=self.readable_id,
            etl_source="ocw",
            offered_by=self.offered_by,
            resource_category="Course",
            title=title_of(data),
            description=run.description,
            url=run.url,
            image=run.image,
            published=True,
            last_modified=run.last_modified,
            languages=run.languages,
            departments=list(untrusted.labels(data, "department_numbers")),
            topics=_own_topics(data) if self._ours else _topics(data),
            ocw_topics=sorted(_ocw_topics(data)),
            resource_tags=list(untrusted.labels(data, "learning_resource_types")),
            license_cc="creativecommons.org" in _licence(data) if self._ours else True,
            licence=_licence(data) or UNSET,
            completeness=UNSET if self._ours else completeness,
            availability="anytime",
            delivery=run.delivery,
            format=run.format,
            pace=run.pace,
            runs=[run],
            children=[_child(material, position) for position, material in enumerate(materials)],
            course=CourseDetail(course_numbers=_listed(self.numbers)),
        )

    def _run(self, *, offline: bool) -> Run:
        data, bundle = self._data, self._bundle
        taken_along = offline and data.get("hide_download") is not True
        return Run(
            run_id=self.run_id,
            published=True,
            title=title_of(data),
            description=_description(data),
            last_modified=bundle.modified or UNSET,
            languages=_languages(data) or (["en"] if self._ours else UNSET),
            url=f"/{bundle.path}/" if self._ours else f"{OCW}/{bundle.path}/",
            slug=bundle.path,
            image=self._image(),
            level=_levels(data),
            semester=untrusted.line(data, "term", longest=40) or None,
            year=_year(data),
            instructors=_instructors(data),
            availability="anytime",
            delivery=["online", "offline"] if taken_along else ["online"],
            format=["asynchronous"],
            pace=["self_paced"],
        )

    def _image(self) -> Image | None:
        """On this server or over https; nothing else may become the source of an image."""
        address = untrusted.line(self._data, "image_src", longest=2000)
        if address.startswith("/") and not address.startswith("//"):
            address = address if self._ours else f"{OCW}{address}"
        if not address.startswith(("https://", "/")) or address.startswith("//"):
            return None
        said = untrusted.part(self._data, "course_image_metadata")
        description = untrusted.line(said, "description") or None
        alt = untrusted.line(untrusted.part(said, "image_metadata"), "image-alt") or None
        return Image(url=address, description=description, alt=alt or (description if self._ours else None))


def _description(data: Mapping[str, Any]) -> str:
    rendered = untrusted.text(data, "course_description_html")
    if rendered:
        return prose.clean_html(rendered).strip()
    return prose.html_of_markdown(untrusted.text(data, "course_description")).strip()


def _numbers(data: Mapping[str, Any]) -> list[str]:
    others = untrusted.line(data, "extra_course_numbers").split(",")
    numbers = [untrusted.line(data, "primary_course_number"), *others]
    return list(dict.fromkeys(number.strip()[:60] for number in numbers if number.strip()))


def _listed(numbers: Sequence[str]) -> list[Any]:
    return list(course_numbers(numbers[0], numbers[1:], plain=True)) if numbers else []


def _year(data: Mapping[str, Any]) -> int | None:
    year = untrusted.line(data, "year")
    return int(year) if year.isascii() and year.isdigit() and 0 < int(year[:5]) <= LATEST_YEAR else None


def _levels(data: Mapping[str, Any]) -> list[Any]:
    named = (level.casefold().replace("non-credit", "noncredit").replace(" ", "_") for level in _labels(data, "level"))
    return [level for level in named if level in LEVELS]


def _languages(data: Mapping[str, Any]) -> list[str]:
    return _labels(data, "languages") or _labels(data, "language")


def _licence(data: Mapping[str, Any]) -> str:
    return untrusted.line(data, "license", longest=500) or untrusted.line(data, "licence", longest=500)


def _labels(data: Mapping[str, Any], key: str) -> list[str]:
    return list(untrusted.labels(data, key))


def _paths(data: Mapping[str, Any], key: str) -> list[tuple[str, ...]]:
    value = data.get(key)
    paths = (untrusted.labels({"path": item}, "path") for item in value) if isinstance(value, list) else ()
    return list(dict.fromkeys(path for path in paths if path))


def _ocw_topics(data: Mapping[str, Any]) -> list[str]:
    """What OCW calls its topics: every name on the way to them."""
    return list(dict.fromkeys(name for path in _paths(data, "topics") for name in path))


def _topics(data: Mapping[str, Any]) -> list[str]:
    """Topics of ours that the course names itself, else what we call those of OCW's that it names."""
    named = [name for path in _paths(data, "mit_learn_topics") for name in path]
    return mapped(named) if named else mapped(_ocw_topics(data), offeror="ocw")


def _own_topics(data: Mapping[str, Any]) -> list[str]:
    """The same for a site of this installation; a topic that nobody else knows becomes one of its own, by its path."""
    found: list[str] = []
    for path in _paths(data, "mit_learn_topics"):
        found += [path[-1]] if path[-1] in topics() else [" / ".join(name.replace("/", " ") for name in path)]
    for path in [] if found else _paths(data, "topics"):
        found += mapped(path, offeror="ocw") or [" / ".join(name.replace("/", " ") for name in path)]
    return list(dict.fromkeys(found))


def _instructors(data: Mapping[str, Any]) -> list[str]:
    """The full names. Those that the build could not look up are bare ids, and left out."""
    people = (_full_name(person) for person in untrusted.parts(data, "instructors"))
    return list(dict.fromkeys(name for name in people if name))


def _full_name(person: Mapping[str, Any]) -> str:
    person = untrusted.part(person, "data") or person
    spelled = " ".join(
        filter(None, (untrusted.line(person, key) for key in ("first_name", "middle_initial", "last_name")))
    )
    salutation = untrusted.line(person, "salutation")
    return (f"{salutation} {spelled}".strip() if spelled else untrusted.line(person, "title"))[:300]


def _child(material: LearningResource, position: int) -> Child:
    return Child(
        resource_type=material.resource_type,
        readable_id=material.readable_id,
        platform=material.platform or None,
        relation="COURSE_LEARNING_MATERIALS",
        position=position,
    )

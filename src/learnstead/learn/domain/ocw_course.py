"""Reads the root ``data.json`` of a course site: the course metadata and what the theme adds to it."""

from collections.abc import Mapping
from typing import Any

from learnstead.learn.domain import text_extraction, untrusted
from learnstead.learn.domain.site_records import CourseRecord

LATEST_YEAR = 2999


def course_record(data: Mapping[str, Any], *, site: str) -> CourseRecord:
    """The course. Only the title is required; a site without any uid is known by its name."""
    title = untrusted.line(data, "course_title", longest=500)
    if not title:
        raise untrusted.BadPayload("it has no course_title")
    image = untrusted.part(data, "course_image_metadata")
    return CourseRecord(
        run_id=_run_id(data) or site,
        title=title,
        description=_description(data),
        numbers=_numbers(data),
        semester=untrusted.line(data, "term", longest=40),
        year=_year(data),
        level=untrusted.labels(data, "level"),
        departments=untrusted.labels(data, "department_numbers"),
        topics=_topics(data),
        course_features=untrusted.labels(data, "learning_resource_types"),
        instructors=_instructors(data),
        image_url=_image(data),
        image_alt=untrusted.line(untrusted.part(image, "image_metadata"), "image-alt")
        or untrusted.line(image, "description"),
        languages=untrusted.labels(data, "languages") or untrusted.labels(data, "language") or ("en",),
        licence=untrusted.line(data, "license", longest=500) or untrusted.line(data, "licence", longest=500),
    )


def _run_id(data: Mapping[str, Any]) -> str:
    uid = untrusted.line(data, "legacy_uid") or untrusted.line(data, "site_uid")
    return uid.replace("-", "")[:128]


def _description(data: Mapping[str, Any]) -> str:
    rendered = untrusted.text(data, "course_description_html")
    if rendered:
        return text_extraction.clean_html(rendered).strip()
    return text_extraction.html_of_markdown(untrusted.text(data, "course_description")).strip()


def _numbers(data: Mapping[str, Any]) -> tuple[str, ...]:
    others = untrusted.line(data, "extra_course_numbers").split(",")
    numbers = [untrusted.line(data, "primary_course_number"), *others]
    return tuple(dict.fromkeys(number.strip()[:60] for number in numbers if number.strip()))


def _year(data: Mapping[str, Any]) -> int | None:
    year = untrusted.line(data, "year")
    return int(year) if year.isascii() and year.isdigit() and 0 < int(year[:5]) <= LATEST_YEAR else None


def _topics(data: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    value = data.get("topics") or data.get("mit_learn_topics")
    if not isinstance(value, list):
        return ()
    paths = (untrusted.labels({"path": item}, "path") for item in value)
    return tuple(dict.fromkeys(path for path in paths if path))


def _instructors(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The full names. Those that the build could not look up are bare ids, and left out."""
    names = (_full_name(person) for person in untrusted.parts(data, "instructors"))
    return tuple(dict.fromkeys(name for name in names if name))


def _full_name(person: Mapping[str, Any]) -> str:
    person = untrusted.part(person, "data") or person
    spelled = " ".join(
        filter(None, (untrusted.line(person, key) for key in ("first_name", "middle_initial", "last_name")))
    )
    return (spelled or untrusted.line(person, "title"))[:300]


def _image(data: Mapping[str, Any]) -> str:
    """A path on this server or an https address; nothing else may become the source of an image."""
    address = untrusted.line(data, "image_src", longest=2048)
    on_this_server = address.startswith("/") and not address.startswith("//")
    return address if on_this_server or address.startswith("https://") else ""

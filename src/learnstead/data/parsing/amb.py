"""Learning resources that others describe in AMB, as records of ours."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import UnsetType

from learnstead.data.snapshot import Payload, WrongShape
from learnstead.kernel import amb, prose
from learnstead.kernel.contracts import Image, LearningResource
from learnstead.kernel.contracts.fields import ResourceType
from learnstead.kernel.contracts.records import resource_key

KINDS: dict[str, ResourceType] = {
    "Course": "course",
    "VideoObject": "video",
    "PodcastSeries": "podcast",
    "PodcastEpisode": "podcast_episode",
    "VideoGallery": "video_playlist",
}
LONGEST_TITLE = 256


def works(payload: Payload) -> Iterator[Any]:
    """The descriptions of a payload: a list of them, one alone, or one on each line."""
    try:
        whole = msgspec.json.decode(payload.content)
    except msgspec.DecodeError:
        whole = _lines(payload)
    yield from whole if isinstance(whole, list) else [whole]


def resource(value: Any, *, etl_source: str) -> LearningResource:
    """One description as a record; NotAmb, which quarantines it alone, when it breaks the profile."""
    work = amb.checked(value)
    text = work.description if isinstance(work.description, str) else ""
    licence = work.license.id if isinstance(work.license, amb.Licence) else None
    return LearningResource(
        resource_type=_kind(work.type),
        readable_id=work.id,
        etl_source=etl_source,
        title=work.name[:LONGEST_TITLE],
        description=prose.clean_html(text) or None,
        url=_page(work),
        image=Image(url=work.image) if isinstance(work.image, str) else None,
        languages=list(_given(work.in_language)),
        licence=licence,
        license_cc=bool(licence and "creativecommons.org" in licence),
        published=True,
    )


def key_of(value: Any) -> str:
    """The key of the record a description would have become, even of one that breaks the profile."""
    return resource_key(_kind(value["type"]), None, value["id"])


def _lines(payload: Payload) -> list[Any]:
    try:
        return [msgspec.json.decode(line) for line in payload.content.splitlines() if line.strip()]
    except msgspec.DecodeError as problem:
        raise WrongShape(f"{payload.url} is no JSON, nor JSON line by line: {problem}") from problem


def _kind(types: Sequence[str]) -> ResourceType:
    return next((KINDS[one] for one in types if one in KINDS), "document")


def _page(work: amb.Resource) -> str:
    """Where learners go: the resource itself, when its id is an address of the web, or a page about it."""
    links = [work.id, *(link.id for link in _given(work.main_entity_of_page))]
    return next((one for one in links if one.startswith(("https://", "http://"))), "")


def _given(value: Any) -> Any:
    return () if isinstance(value, UnsetType) else value

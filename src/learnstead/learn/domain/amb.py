"""Resources of the catalogue as others exchange them: AMB."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from msgspec import UNSET, UnsetType

from learnstead.kernel import amb, prose
from learnstead.learn.domain.search_documents import offered_by
from learnstead.learn.models import LearningResource
from learnstead.learn.models.resource import ResourceType

SCHEMA_TYPES: Mapping[ResourceType, str] = {
    ResourceType.COURSE: "Course",
    ResourceType.PROGRAM: "Collection",
    ResourceType.LEARNING_PATH: "Collection",
    ResourceType.PODCAST: "PodcastSeries",
    ResourceType.PODCAST_EPISODE: "PodcastEpisode",
    ResourceType.VIDEO: "VideoObject",
    ResourceType.VIDEO_PLAYLIST: "VideoGallery",
    ResourceType.DOCUMENT: "DigitalDocument",
}
# Higher Education Resource Types, https://w3id.org/kim/hcrt/scheme
HCRT = "https://w3id.org/kim/hcrt/"
KINDS: Mapping[ResourceType, tuple[str, str]] = {
    ResourceType.COURSE: ("course", "Course"),
    ResourceType.PODCAST: ("audio", "Audio"),
    ResourceType.PODCAST_EPISODE: ("audio", "Audio"),
    ResourceType.VIDEO: ("video", "Video"),
    ResourceType.VIDEO_PLAYLIST: ("video", "Video"),
    ResourceType.DOCUMENT: ("text", "Text"),
}
# Levels as https://w3id.org/kim/educationalLevel/ numbers them, after ISCED 2011.
LEVELS: Mapping[str, tuple[str, str]] = {
    "high_school": ("level_3", "Upper secondary education"),
    "undergraduate": ("level_06", "Bachelor or equivalent"),
    "graduate": ("level_07", "Master or equivalent"),
}
_LANGUAGE, _LICENCE, _DURATION = re.compile(r"^[a-z]{2,3}\b"), re.compile(amb.LICENCES), re.compile(r"P[\dDTHMSW.]+")


def described(resource: LearningResource, *, base: str) -> amb.Resource:
    """The description of a published resource; ``base`` is our public address."""
    page = urljoin(base, resource.get_absolute_url())
    languages = [found.group() for one in resource.languages if (found := _LANGUAGE.match(one.casefold()))]
    kind, runs = ResourceType(resource.resource_type), list(resource.runs.all())
    levels = dict.fromkeys(level for run in runs for level in run.level if level in LEVELS)
    people = dict.fromkeys(name for run in runs for name in run.instructors)
    # Durations of what is given in runs are prose ("six weeks"); those of recordings are ISO 8601.
    length = next((part["duration"] for part in resource.detail.values() if part.get("duration")), "")
    return amb.Resource(
        context=amb.context(languages[0] if languages else "en"),
        id=urljoin(base, resource.url) if resource.url else page,
        type=[amb.TYPE, SCHEMA_TYPES[kind]],
        name=resource.title,
        description=prose.text_of_html(resource.full_description or resource.description) or UNSET,
        keywords=[topic.name for topic in resource.topics.all()] + list(resource.course_numbers) or UNSET,
        in_language=languages or UNSET,
        image=_image(resource, base),
        creator=[amb.Agent(name=name, type="Person") for name in people] or UNSET,
        publisher=[amb.Agent(name=name, type="Organization")] if (name := offered_by(resource)) else UNSET,
        date_modified=resource.last_modified.isoformat() if resource.last_modified else UNSET,
        is_accessible_for_free=resource.free,
        license=amb.Licence(id=resource.licence) if _LICENCE.match(resource.licence) else UNSET,
        learning_resource_type=[_concept(HCRT + KINDS[kind][0], KINDS[kind][1])] if kind in KINDS else UNSET,
        educational_level=[
            _concept(f"https://w3id.org/kim/educationalLevel/{LEVELS[one][0]}", LEVELS[one][1]) for one in levels
        ]
        or UNSET,
        main_entity_of_page=[amb.Link(id=page, type="WebContent")],
        duration=length if _DURATION.fullmatch(length) else UNSET,
    )


def _image(resource: LearningResource, base: str) -> amb.Uri | UnsetType:
    address = urljoin(base, resource.image_url) if resource.image_url else ""
    return address if address.startswith(("https://", "http://")) and " " not in address else UNSET


def _concept(address: str, label: str) -> amb.Concept:
    return amb.Concept(id=address, type="Concept", pref_label={"en": label})

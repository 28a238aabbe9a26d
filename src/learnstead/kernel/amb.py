"""AMB, the profile of schema.org in which open repositories exchange learning resources (OERSI, Serlo, WLO).

https://dini-ag-kim.github.io/amb/20231019/ - what is here is what we write and read; other members are let pass.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from learnstead.kernel.contracts.records import BrokenContract

CONTEXT = "https://w3id.org/kim/amb/context.jsonld"
TYPE = "LearningResource"
LICENCES = (
    r"^https?://(creativecommons\.org/(licenses|licences|publicdomain)/|www\.gnu\.org/licenses/|www\.apache\.org/licenses/"
    r"|opensource\.org/licenses/MIT|www\.opensource\.org/licenses/BSD)"
)
Uri = Annotated[str, Meta(pattern=r"^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$", max_length=2048)]
Date = Annotated[str, Meta(pattern=r"^\d{4}(-\d\d(-\d\d([T ].+)?)?)?$", max_length=40)]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]


class NotAmb(BrokenContract):
    """A description breaks the profile; the text names the member and what is wrong with it."""


class Concept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A concept of a SKOS vocabulary, by its address; ``pref_label`` names it by language."""

    id: Uri
    type: Literal["Concept"] | UnsetType = UNSET
    pref_label: dict[str, str] | UnsetType = msgspec.field(default=UNSET, name="prefLabel")


class Agent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person or an organisation."""

    name: Annotated[str, Meta(min_length=1)]
    type: Literal["Person", "Organization"] | UnsetType = UNSET
    id: Uri | UnsetType = UNSET


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something else, by its address: a licence, a part, a page that describes it."""

    id: Uri
    type: str | list[str] | UnsetType = UNSET
    name: str | UnsetType = UNSET


class Licence(msgspec.Struct, frozen=True):
    """An open licence, by its address."""

    id: Annotated[str, Meta(pattern=LICENCES)]


class Resource(msgspec.Struct, frozen=True, omit_defaults=True):
    """One learning resource. ``keywords`` are free words, ``about`` concepts; dates and durations are ISO 8601."""

    context: Any = msgspec.field(name="@context")
    id: Uri
    type: Annotated[list[str], Meta(min_length=1)]
    name: Annotated[str, Meta(min_length=1)]
    description: str | UnsetType = UNSET
    about: list[Concept] | UnsetType = UNSET
    keywords: list[str] | UnsetType = UNSET
    in_language: list[Language] | UnsetType = msgspec.field(default=UNSET, name="inLanguage")
    image: Uri | UnsetType = UNSET
    creator: list[Agent] | UnsetType = UNSET
    publisher: list[Agent] | UnsetType = UNSET
    date_created: Date | UnsetType = msgspec.field(default=UNSET, name="dateCreated")
    date_published: Date | UnsetType = msgspec.field(default=UNSET, name="datePublished")
    date_modified: Date | UnsetType = msgspec.field(default=UNSET, name="dateModified")
    is_accessible_for_free: bool | UnsetType = msgspec.field(default=UNSET, name="isAccessibleForFree")
    license: Licence | UnsetType = UNSET
    learning_resource_type: list[Concept] | UnsetType = msgspec.field(default=UNSET, name="learningResourceType")
    educational_level: list[Concept] | UnsetType = msgspec.field(default=UNSET, name="educationalLevel")
    is_part_of: list[Link] | UnsetType = msgspec.field(default=UNSET, name="isPartOf")
    has_part: list[Link] | UnsetType = msgspec.field(default=UNSET, name="hasPart")
    main_entity_of_page: list[Link] | UnsetType = msgspec.field(default=UNSET, name="mainEntityOfPage")
    duration: str | UnsetType = UNSET


def context(language: str) -> Sequence[object]:
    """The first member of a description whose texts are in ``language``."""
    return [CONTEXT, {"@language": language}]


def encode(resource: Resource) -> bytes:
    """The description as JSON."""
    return msgspec.json.encode(resource)


def checked(value: Any) -> Resource:
    """A description from elsewhere, as decoded JSON; NotAmb when it breaks the profile."""
    try:
        resource = msgspec.convert(value, Resource)
    except msgspec.ValidationError as problem:
        raise NotAmb(str(problem)) from problem
    stated = resource.context if isinstance(resource.context, list) else [resource.context]
    if CONTEXT not in stated:
        raise NotAmb(f"{CONTEXT} is missing - at `$.@context`")
    if TYPE not in resource.type:
        raise NotAmb(f"{TYPE} is missing - at `$.type`")
    return resource

"""A site schema as frozen values: which collections a site has, and which fields their entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Widget(StrEnum):
    """How a field is edited, and with that the shape of its value."""

    STRING = "string"
    TEXT = "text"
    MARKDOWN = "markdown"
    FILE = "file"
    SELECT = "select"
    BOOLEAN = "boolean"
    HIDDEN = "hidden"
    OBJECT = "object"
    RELATION = "relation"
    MENU = "menu"
    HIERARCHICAL_SELECT = "hierarchical-select"
    WEBSITE_COLLECTION = "website-collection"


@dataclass(frozen=True)
class Option:
    """One choice of a select; written as a bare string, label and value are the same."""

    label: str
    value: str


@dataclass(frozen=True)
class Condition:
    """The field is shown, and required, only while ``field`` of the same entry equals this."""

    field: str
    equals: str


@dataclass(frozen=True)
class Filter:
    """A relation offers only content whose ``field`` equals ``value``."""

    field: str
    value: Any


@dataclass(frozen=True)
class Level:
    """One step of a hierarchical select."""

    label: str
    name: str


@dataclass(frozen=True)
class Field:
    """One value of an entry. What a widget does not use keeps its default.

    ``minimal`` is True, False or "with-math"; ``collections`` joins ``collection`` and ``collections`` of the YAML.
    """

    name: str
    label: str
    widget: Widget
    required: bool = False
    help: str = ""
    default: Any = None
    multiple: bool = False
    min: int | None = None
    max: int | None = None
    options: tuple[Option, ...] = ()
    options_map: Mapping[str, Any] | None = None
    levels: tuple[Level, ...] = ()
    condition: Condition | None = None
    fields: tuple["Field", ...] = ()
    minimal: bool | str = False
    allowed_html: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    embed: tuple[str, ...] = ()
    display_field: str = "title"
    collections: tuple[str, ...] = ()
    filter: Filter | None = None
    website: str = ""
    sortable: bool = False
    cross_site: bool = False
    read_only: bool = False


@dataclass(frozen=True)
class SingleFile:
    """A file there is one of, such as the course's metadata: ``file`` is its path in the repository."""

    name: str
    label: str
    file: str
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Collection:
    """Entries of one type. Either ``folder`` (as many Markdown files as authors like) or ``files`` (singletons).

    ``slug`` names the field a new entry's file name is made from.
    """

    name: str
    label: str
    label_singular: str
    category: str
    folder: str = ""
    slug: str = "title"
    files: tuple[SingleFile, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class SiteSchema:
    """A whole starter. ``content_dir`` is the folder of all Markdown; ``root_url_path`` is where its sites live."""

    root_url_path: str
    site_url_format: str
    content_dir: str
    collections: tuple[Collection, ...]

    def collection(self, name: str) -> Collection | None:
        """The repeatable collection of this name."""
        return next((found for found in self.collections if found.folder and found.name == name), None)

    def singletons(self) -> Iterator[SingleFile]:
        """Every file there is one of."""
        for collection in self.collections:
            yield from collection.files

    def singleton(self, name: str) -> SingleFile | None:
        """The singleton of this name."""
        return next((found for found in self.singletons() if found.name == name), None)

    def fields_of(self, name: str) -> tuple[Field, ...]:
        """The fields of a content type, collection or singleton; none when the starter does not know it."""
        found = self.collection(name) or self.singleton(name)
        return found.fields if found else ()

    def collection_for(self, path: str) -> Collection | None:
        """The collection whose folder holds this path; the innermost when folders nest."""
        holding = [found for found in self.collections if found.folder and path.startswith(f"{found.folder}/")]
        return max(holding, key=lambda found: len(found.folder), default=None)

    def singleton_for(self, path: str) -> SingleFile | None:
        """The singleton that lies at this path."""
        return next((found for found in self.singletons() if found.file == path), None)

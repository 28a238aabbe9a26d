"""An export as it lies in its archive: the course, and the resources its manifest lists."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element

from learnstead.data.archives import BadArchive, Unpacked, unpacked
from learnstead.data.parsing.file_kinds import is_document
from learnstead.data.parsing.xml import below, element, name_of, texts_in

MANIFEST = "imsmanifest.xml"
SETTINGS = "course_settings/course_settings.xml"
CONTEXT = "course_settings/context.xml"
FILES_TAB = 11


@dataclass(frozen=True)
class Resource:
    """Something the manifest lists. ``role`` is whom it is for, empty when for everybody."""

    identifier: str
    type: str
    href: str
    files: tuple[str, ...]
    role: str
    is_syllabus: bool

    @property
    def settings(self) -> str:
        """The file with the settings of an assignment; empty for anything else."""
        return next((path for path in self.files if path.endswith("assignment_settings.xml")), "")


@dataclass(frozen=True)
class Export:
    """One export."""

    files: Unpacked

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """What the manifest lists, by identifier."""
        found = (_resource(one) for one in below(self.needed(MANIFEST), "resource") if one.get("identifier"))
        return {resource.identifier: resource for resource in found}

    @cached_property
    def course(self) -> Mapping[str, str]:
        """The settings of the course: ``title``, ``course_code``, ``start_at`` and so on."""
        return texts_in(self.needed(SETTINGS))

    @cached_property
    def context(self) -> Mapping[str, str]:
        """Where it comes from: ``course_id``, ``canvas_domain``; empty when it does not say."""
        found = self.xml(CONTEXT)
        return texts_in(found) if found is not None else {}

    def must_be_whole(self) -> None:
        """BadArchive when something cannot be read that is no page or file: it may have said who may see what."""
        listed = {path for resource in self.resources.values() for path in resource.files}
        lost = [*(path for path in self.files.damaged if path not in listed), *self.files.refused]
        if lost:
            raise BadArchive(f"{', '.join(sorted(lost)[:5])}: damaged, so nobody knows what students may see")

    @property
    def has_files_tab(self) -> bool:
        """Whether students see the Files page."""
        return not any(tab.get("id") == FILES_TAB and tab.get("hidden") for tab in self._tabs())

    @property
    def shows_syllabus(self) -> bool:
        """Whether anybody but the course itself may read the syllabus."""
        flags = [self.course.get(name, "").lower() for name in ("public_syllabus", "public_syllabus_to_auth")]
        return flags != ["false", "false"]

    def xml(self, path: str) -> Element | None:
        """A file of the archive as XML; None when it is not there, or cannot be read."""
        return element(self.files.read(path)) if path in self.files else None

    def needed(self, path: str) -> Element:
        """A file no export lacks; BadArchive when it is not there, or cannot be read."""
        found = self.told_by(path)
        if found is None:
            raise BadArchive(f"{path} is missing: it is no export of a Canvas course")
        return found

    def told_by(self, path: str) -> Element | None:
        """A file that says what students may see. None when it is not there; BadArchive when it cannot be read."""
        found = self.xml(path)
        if found is None and self.may_be_there(path):
            raise BadArchive(f"{path} is damaged, so nobody knows what students may see")
        return found

    def may_be_there(self, path: str) -> bool:
        """Whether the archive has it, damaged or not."""
        return path in self.files or path in self.files.damaged

    def _tabs(self) -> list[dict[str, Any]]:
        try:
            tabs = json.loads(self.course.get("tab_configuration") or "[]")
        except ValueError as problem:
            raise BadArchive(f"the tab_configuration in {SETTINGS} cannot be read") from problem
        return [tab for tab in tabs if isinstance(tab, dict)] if isinstance(tabs, list) else []


@contextmanager
def opened(archive: BinaryIO) -> Iterator[Export]:
    """The export in an archive. Raises BadArchive."""
    with unpacked(archive, wanted=is_document) as files:
        export = Export(files)
        export.must_be_whole()
        yield export


def _resource(found: Element) -> Resource:
    roles = (value for role in below(found, "intendedEndUserRole") for value in below(role, "value"))
    return Resource(
        identifier=found.get("identifier") or "",
        type=found.get("type") or "",
        href=found.get("href") or "",
        files=tuple(file.get("href") or "" for file in found if name_of(file) == "file"),
        role=next((role.text or "" for role in roles), "").strip().lower(),
        is_syllabus=found.get("intendeduse") == "syllabus",
    )

"""The modules of a course: what students are led through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from xml.etree.ElementTree import Element

from learnstead.data.canvas.export import Export
from learnstead.data.canvas.times import is_locked
from learnstead.data.parsing.xml import below, texts_in

MODULE_META = "course_settings/module_meta.xml"


@dataclass(frozen=True)
class Modules:
    """The items of all modules."""

    export: Export
    now: datetime

    @cached_property
    def reached(self) -> Mapping[str, str]:
        """Identifiers of what a published item of an open module leads to, with the title of the item."""
        return {
            said["identifierref"]: said.get("title", "")
            for module in self._modules()
            if self._is_open(module)
            for said in (texts_in(item) for item in below(module, "item"))
            if said.get("workflow_state") == "active" and said.get("identifierref")
        }

    def every(self) -> Iterator[Mapping[str, str]]:
        """What is said of each module."""
        return (texts_in(module) for module in self._modules())

    def _is_open(self, module: Element) -> bool:
        said = texts_in(module)
        return said.get("workflow_state", "active") == "active" and not is_locked(said, now=self.now)

    def _modules(self) -> Iterator[Element]:
        root = self.export.told_by(MODULE_META)
        return iter(()) if root is None else below(root, "module")

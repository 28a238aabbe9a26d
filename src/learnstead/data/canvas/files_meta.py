"""What the export says of its files and folders: who may see them, and what they are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from xml.etree.ElementTree import Element

from learnstead.data.canvas.export import Export, Resource
from learnstead.data.canvas.times import is_locked
from learnstead.data.parsing.xml import below, texts_in

FILES_META = "course_settings/files_meta.xml"
WEB = "web_resources/"
SHOWN = {"", "course", "inherit", "institution", "public"}

Said = Mapping[str, str]


@dataclass(frozen=True)
class FilesMeta:
    """The entries of ``files_meta.xml``; a file without one is an ordinary file."""

    export: Export

    @cached_property
    def files(self) -> Mapping[str, Said]:
        """By identifier."""
        return {found.get("identifier") or "": texts_in(found) for found in self._found("file")}

    @cached_property
    def folders(self) -> Mapping[str, Said]:
        """By path below ``web_resources``."""
        return {(found.get("path") or "").strip("/"): texts_in(found) for found in self._found("folder")}

    def title(self, resource: Resource) -> str:
        """What the file is called in Canvas, if it has another name there."""
        return self.files.get(resource.identifier, {}).get("display_name", "")

    def is_closed(self, resource: Resource, path: str, *, now: datetime) -> bool:
        """Whether nobody may open it: it is locked, or not open at this time, or lies in such a folder."""
        said = [self.files.get(resource.identifier, {}), *self._above(path)]
        return any(_is(one, "locked") or is_locked(one, now=now) for one in said)

    def is_hidden(self, resource: Resource, path: str) -> bool:
        """Whether only who has a link may open it."""
        own = self.files.get(resource.identifier, {})
        hidden = any(_is(one, "hidden") for one in (own, *self._above(path)))
        return hidden or own.get("visibility", "") not in SHOWN

    def every(self) -> Iterator[Said]:
        """All entries."""
        yield from self.files.values()
        yield from self.folders.values()

    def _above(self, path: str) -> Iterator[Said]:
        folder = path.removeprefix(WEB).rpartition("/")[0]
        while folder:
            yield self.folders.get(folder, {})
            folder = folder.rpartition("/")[0]

    def _found(self, name: str) -> Iterator[Element]:
        root = self.export.told_by(FILES_META)
        return iter(()) if root is None else below(root, name)


def _is(said: Said, name: str) -> bool:
    return said.get(name, "").lower() == "true"

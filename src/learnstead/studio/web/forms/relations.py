"""Controls that point at other content, or at other sites."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from learnstead.studio.domain import related
from learnstead.studio.web.forms.choices import as_list, check_count
from learnstead.studio.web.forms.control import MISSING, Control

PART = "|"


@dataclass(frozen=True)
class Item:
    """One chosen thing, as it is sent and as it is read. ``known`` is false when nothing like it is here."""

    key: str
    label: str
    note: str = ""
    known: bool = True


class Ordered(Control):
    """Chosen things in an order, each of them once; buttons move, drop, find and add."""

    template = "studio/controls/relation.html"
    found: Sequence[Item] | None = None
    query: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one can be chosen."""
        return self.field.multiple

    @property
    def sortable(self) -> bool:
        """Whether their order is the author's."""
        return self.several and self.field.sortable

    def take(self, data: QueryDict, files: dict[str, UploadedFile]) -> None:
        """What is chosen, what is looked for, and what was found and ticked."""
        super().take(data, files)
        self.query = data.get(f"{self.name}.find", "").strip()
        added = [key for key in data.getlist(f"{self.name}.add") if key]
        if added and not self.several:
            self.posted = added[-1:]
        else:
            self.posted = list(dict.fromkeys([*(self.posted or []), *added]))

    def do(self, verb: str, argument: str) -> None:
        """Move, drop, find or add."""
        keys = list(self.current)
        if verb == "find":
            self.found = self.candidates(self.query)
            self.said = f"{len(self.found)} found."
        elif verb == "drop" and argument in keys:
            keys.remove(argument)
            self.said = "Removed."
        elif verb in {"up", "down"} and argument in keys:
            move(keys, argument, -1 if verb == "up" else 1)
            self.said = f"Moved to place {keys.index(argument) + 1} of {len(keys)}."
        elif verb == "add":
            keys = list(dict.fromkeys([*keys, argument])) if self.several else [argument]
            self.query = ""
            self.said = "Added."
        self.posted = keys

    @abstractmethod
    def items(self) -> list[Item]:
        """What is chosen, with labels."""

    @abstractmethod
    def candidates(self, text: str) -> list[Item]:
        """What could be chosen, by words of its title."""

    def check_edit(self) -> list[str]:
        """As many as allowed."""
        return check_count(self, len(self.current))


class Relation(Ordered):
    """The relation widget. Stored as ``{"content": uuid | [uuid] | [[uuid, site]], "website": site}``."""

    def _content(self) -> list[Any]:
        stored = self.stored
        if isinstance(stored, dict):
            stored = stored.get("content")
        return as_list(MISSING if stored is None else stored)

    @property
    def website(self) -> str:
        """The site whose content is meant: as stored, as the starter says, or this one."""
        stored = self.stored.get("website") if isinstance(self.stored, dict) else None
        return stored or self.field.website or self.around.site.name

    def shown(self) -> list[str]:
        """Ids; with their site where that is part of the value."""
        if not self.field.cross_site:
            return [item[0] if isinstance(item, list) and item else str(item) for item in self._content()]
        pairs = (item if isinstance(item, list) else [item, self.website] for item in self._content())
        return [PART.join(map(str, pair)) for pair in pairs]

    def read(self, posted: Sequence[str]) -> Any:
        """The value in the shape of the real repositories."""
        content: Any = [list(key.split(PART, 1)) if self.field.cross_site else key for key in posted]
        if not self.several:
            content = posted[0].split(PART, 1)[0] if posted else ""
        other_site = posted[0].split(PART, 1)[1:] if posted and self.field.cross_site and not self.several else []
        return {"content": content, "website": other_site[0] if other_site else self._website_for(posted)}

    def _website_for(self, posted: Sequence[str]) -> str:
        kept = set(posted) & set(self.shown())
        return self.website if kept or not posted else self.field.website or self.around.site.name

    def items(self) -> list[Item]:
        """What is chosen; ids of nothing we know are kept and marked."""
        return [self._item(found) for found in related.resolve(keys=self.current, website=self.website)]

    def candidates(self, text: str) -> list[Item]:
        """Content of the right collections that passes the starter's filter."""
        found = related.candidates(site=self.around.site, field=self.field, text=text)
        return [self._item(one) for one in found]

    def _item(self, one: related.Related) -> Item:
        key = f"{one.text_id}{PART}{one.site}" if self.field.cross_site else one.text_id
        elsewhere = one.site_title if one.site != self.around.site.name else ""
        return Item(key=key, label=one.title, note=" · ".join(filter(None, (one.kind, elsewhere))), known=one.known)


class Sites(Ordered):
    """The website-collection widget: ``[{"id": url_path, "title": title}]``, in the author's order."""

    @property
    def several(self) -> bool:
        """It is a list."""
        return True

    @property
    def sortable(self) -> bool:
        """And its order is meant."""
        return True

    def _stored(self) -> list[dict[str, Any]]:
        return [item for item in as_list(self.stored) if isinstance(item, dict)]

    def shown(self) -> list[str]:
        """The addresses."""
        return [str(item.get("id", "")) for item in self._stored()]

    def read(self, posted: Sequence[str]) -> Any:
        """Entries that were there stay as they are; new ones get the title of their site."""
        before = {str(item.get("id", "")): item for item in self._stored()}
        titles = related.site_titles(paths=posted)
        return [before.get(path) or {"id": path, "title": titles.get(path, path)} for path in posted]

    def items(self) -> list[Item]:
        """The listed sites."""
        titles = related.site_titles(paths=self.current)
        before = {str(item.get("id", "")): str(item.get("title", "")) for item in self._stored()}
        return [
            Item(key=path, label=titles.get(path) or before.get(path) or path, note=path, known=path in titles)
            for path in self.current
        ]

    def candidates(self, text: str) -> list[Item]:
        """Sites by words of their title."""
        return [Item(key=path, label=title, note=path) for path, title in related.find_sites(text=text)]


def move(keys: list[str], key: str, by: int) -> None:
    """Move one of ``keys`` by so many places, as far as there is room."""
    at = keys.index(key)
    keys.insert(max(0, min(len(keys) - 1, at + by)), keys.pop(at))

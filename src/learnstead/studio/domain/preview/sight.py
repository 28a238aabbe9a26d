"""What a page can see of its site. A preview is fast because Hugo reads these files and no others.

A page shows itself, the menus, the course's data, the sections above it, and what it names by uid. Of another page it
shows no more than the title; what is not a page may be shown whole, with what it names in turn (a video its captions).
The page of a section may list what lies directly in it; the home page sees everything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from learnstead.studio.domain.preview.pages import sees_everything

# With hyphens or, in links of old courses, without.
UUID = re.compile(rb"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
UID = re.compile(rb"^uid:\s*[\"']?([0-9a-fA-F-]{32,36})", re.MULTILINE)
PAGE_REF = re.compile(rb"pageRef:\s*[\"']?/?([^\s\"']+)")
PAGE = re.compile(rb"^content_type:\s*[\"']?page\b", re.MULTILINE)
STEPS = 2


@dataclass(frozen=True)
class Glance:
    """What a file is called by others, what it names, and whether it is a page, of which others show only the title."""

    uid: str
    names: tuple[str, ...]
    is_page: bool = False


def glance_at(data: bytes) -> Glance:
    """Read a file's own uid and every uid in it."""
    own = UID.search(data)
    uid = _plain(own[1]) if own else ""
    return Glance(
        uid=uid,
        names=tuple(sorted({_plain(found) for found in UUID.findall(data)} - {uid})),
        is_page=bool(PAGE.search(data)),
    )


def _plain(uuid: bytes) -> str:
    return uuid.replace(b"-", b"").decode().lower()


@dataclass
class Sight:
    """The glances of all files of a site, by path."""

    glances: dict[str, Glance] = field(default_factory=dict)

    def seen_from(self, path: str, own: Glance, menus: bytes) -> list[str]:
        """The paths that the page at ``path`` can see, itself included; ``own`` is the glance at its present text."""
        if sees_everything(path):
            return sorted(self.glances)
        by_uid = {glance.uid: place for place, glance in self.glances.items() if glance.uid}
        seen = {place for place in self.glances if not place.startswith("content/")}
        names: Iterable[str] = [*own.names, *(name for place in seen for name in self.glances[place].names)]
        for _ in range(STEPS):
            found = {by_uid[name] for name in names if name in by_uid} - seen
            seen |= found
            whole = [self.glances[place] for place in found if not self.glances[place].is_page]
            names = [name for glance in whole for name in glance.names]
        return sorted(
            {path, *seen, *self._above(path), *self._below(path), *self._in_menus(menus)} & {path, *self.glances}
        )

    def _above(self, path: str) -> list[str]:
        return [f"{folder}/_index.md" for folder in PurePosixPath(path).parents if folder.parts]

    def _below(self, path: str) -> list[str]:
        """The pages and sections directly in the section that ``path`` is the page of."""
        folder, _, name = path.rpartition("/")
        if name != "_index.md":
            return []
        inside = {place: place.removeprefix(f"{folder}/") for place in self.glances if place.startswith(f"{folder}/")}
        return [place for place, rest in inside.items() if "/" not in rest.removesuffix("/_index.md")]

    def _in_menus(self, menus: bytes) -> list[str]:
        pages = [found.decode(errors="replace").strip("/") for found in PAGE_REF.findall(menus)]
        return [place for page in pages for place in (f"content/{page}.md", f"content/{page}/_index.md")]

    def as_json(self) -> dict[str, tuple[str, list[str], bool]]:
        """For the state file."""
        return {path: (glance.uid, list(glance.names), glance.is_page) for path, glance in self.glances.items()}

    @classmethod
    def from_json(cls, value: Mapping[str, tuple[str, list[str], bool]]) -> "Sight":
        """The reverse."""
        return cls({path: Glance(uid, tuple(names), is_page) for path, (uid, names, is_page) in value.items()})

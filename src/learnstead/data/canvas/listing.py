"""What Canvas itself lists of the course, beside the export: addresses, and what is hidden there."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from learnstead.data.canvas.times import is_locked
from learnstead.data.snapshot import WrongShape

Entry = Mapping[str, Any]
SETS = ("course_files", "assignments", "pages")


@dataclass(frozen=True)
class Listing:
    """Entries of ``<name>.metadata.json``: files by their path, assignments and pages by what they are called."""

    files: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    assignments: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    pages: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    def every(self) -> Iterator[Entry]:
        """All entries, and the folders of files."""
        for entries in (self.files, self.assignments, self.pages):
            for known in entries.values():
                for entry in known:
                    yield entry
                    yield _folder(entry)


def read(content: bytes) -> Listing:
    """The listing; WrongShape when it is none."""
    try:
        found = json.loads(content)
    except ValueError as problem:
        raise WrongShape(f"the metadata.json of the course is no JSON: {problem}") from problem
    if not isinstance(found, dict) or "course_files" not in found:
        raise WrongShape("the metadata.json of the course does not list course_files, so nobody knows which are hidden")
    if not all(_is_entries(found.get(name, [])) for name in SETS):
        raise WrongShape("the metadata.json of the course does not have lists of course_files, assignments and pages")
    return Listing(
        files=_by(found.get("course_files", []), _path),
        assignments=_by(found.get("assignments", []), lambda entry: str(entry.get("name") or entry.get("title") or "")),
        pages=_by(found.get("pages", []), lambda entry: str(entry.get("title") or entry.get("name") or "")),
    )


def is_closed(entries: Sequence[Entry], *, now: datetime) -> bool:
    """Whether any of them is unpublished, locked, or locked at this time, or lies in such a folder."""
    return any(
        entry.get("published") is False or _is_closed(entry, now) or _is_closed(_folder(entry), now)
        for entry in entries
    )


def is_hidden(entries: Sequence[Entry]) -> bool:
    """Whether any of them is hidden, or lies in a hidden folder."""
    return any(entry.get("hidden") or _folder(entry).get("hidden") for entry in entries)


def address(entries: Sequence[Entry]) -> str | None:
    """Where Canvas shows it."""
    return next((found for entry in entries if (found := entry.get("html_url") or entry.get("url"))), None)


def _is_closed(entry: Entry, now: datetime) -> bool:
    return bool(entry.get("locked")) or is_locked(entry, now=now)


def _folder(entry: Entry) -> Entry:
    folder = entry.get("folder")
    return folder if isinstance(folder, dict) else {}


def _path(entry: Entry) -> str:
    """The path below the folder all files are in, which has another name in the export."""
    return unquote_plus(str(entry.get("file_path") or "").partition("/")[2])


def _is_entries(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(entry, dict) for entry in found)


def _by(entries: Sequence[Entry], name: Any) -> Mapping[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[name(entry)].append(entry)
    if "" in found:
        raise WrongShape(f"the metadata.json of the course does not say what this is about: {found[''][0]!r:.200}")
    return dict(found)

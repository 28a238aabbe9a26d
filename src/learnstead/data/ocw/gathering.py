"""Reads a whole site from where it lies and puts it into one bundle."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from learnstead.data.ocw import names
from learnstead.data.ocw.bundle import COURSE_FILE, Bundle, Document, checked
from learnstead.data.ocw.course import readable_id, run_id, title_of
from learnstead.data.ocw.register import Claim
from learnstead.data.ocw.shelves import Shelf
from learnstead.data.snapshot import Payload, WrongShape
from learnstead.ports.objects import NoSuchObject

SECTIONS = ("pages", "resources")
MOST_FILES = 50_000
LARGEST_TEXT = 8 * 1024 * 1024
LARGEST_DOCUMENT = 64 * 1024 * 1024

# Keeps the bytes of a document, given its name.
Keep = Callable[[str], Payload]


class Gathering:
    """One site being read. Its course must be readable; of the rest, what is not is named in ``broken``."""

    def __init__(self, shelf: Shelf, *, keep: Keep) -> None:
        self._shelf, self._keep = shelf, keep
        self._files: dict[str, msgspec.Raw] = {}
        self._broken: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._documents: dict[str, Document] = {}

    def bundle(
        self,
        *,
        platform: Literal["ocw", "learnstead"],
        site: str,
        path: str,
        claim: Claim,
        modified: datetime | None = None,
    ) -> Bundle:
        """All of it; WrongShape when there is no course in it."""
        self._read_course(site)
        course = msgspec.json.decode(self._files[""])
        if not title_of(course):
            raise WrongShape(f"{COURSE_FILE} of {site} has no course_title; publish the site again")
        if platform == "ocw" and not run_id(course):
            raise WrongShape(f"{COURSE_FILE} of {site} has neither legacy_uid nor site_uid, so its run has no id")
        for folder, path_of_file in self._folders(site):
            self._read(folder, path_of_file)
        return Bundle(
            platform=platform,
            site=site,
            path=path,
            modified=modified,
            twin=not claim("resource", readable_id(course, site)),
            twin_run=not self._has_run(course, site, claim),
            files=self._files,
            broken=self._broken,
            texts=self._texts,
            documents=self._documents,
        )

    @staticmethod
    def _has_run(course: Mapping[str, Any], site: str, claim: Claim) -> bool:
        """Whether the run's id is this site's. The other uid is claimed too: senders of webhooks may know only that."""
        claim("run", str(course.get("site_uid") or site).replace("-", ""))
        return claim("run", run_id(course) or site)

    def _read_course(self, site: str) -> None:
        try:
            self._files[""] = checked(self._shelf.read(COURSE_FILE))
        except (NoSuchObject, WrongShape) as problem:
            raise WrongShape(f"{COURSE_FILE} of {site} cannot be read: {problem}; publish the site again") from problem

    def _folders(self, site: str) -> Iterator[tuple[str, str]]:
        """The folders of pages, then of resources, each in path order."""
        found = [path for path in self._shelf.files() if path.partition("/")[0] in SECTIONS]
        if len(found) > MOST_FILES:
            raise WrongShape(f"{site} has more than {MOST_FILES:,} pages and resources")
        for section in SECTIONS:
            for path in found:
                if path.startswith(f"{section}/"):
                    yield path.removesuffix(f"/{COURSE_FILE}"), path

    def _read(self, folder: str, path: str) -> None:
        try:
            content = checked(self._shelf.read(path))
        except (NoSuchObject, WrongShape) as problem:
            self._broken[folder] = str(problem)
            return
        self._files[folder] = content
        if folder.startswith("resources"):
            self._read_beside(msgspec.json.decode(content))

    def _read_beside(self, data: Mapping[str, Any]) -> None:
        """What the resource offers, and the words of a video: those that are plain, else those in documents."""
        self._take(names.name_in(names.file_of(data)))
        tracks = [name for name in names.tracks_of(data) if name]
        plain = [name for name in tracks if names.ending(name) in names.WRITTEN and self._take(name)]
        for name in [] if plain else tracks:
            self._take(name)

    def _take(self, name: str) -> bool:
        """Take a file that has text into the bundle; whether it is there."""
        kind = names.ending(name)
        if not name or name in self._texts:
            return name in self._texts
        if name in self._documents:
            return not self._documents[name].missing
        size = self._shelf.size(name)
        if kind in names.WRITTEN and size is not None and size <= LARGEST_TEXT:
            self._texts[name] = self._shelf.media(name).decode("utf-8-sig", errors="replace")
        elif kind in names.DOCUMENTS and size is not None and size <= LARGEST_DOCUMENT:
            self._documents[name] = Document(sha256=self._keep(name).sha256)
        else:
            self._documents[name] = Document(missing=size is None)
        return size is not None

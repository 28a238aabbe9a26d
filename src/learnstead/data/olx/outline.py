"""How the parts of a course hang together: what only its staff sees, and whose words a transcript is."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from learnstead.data.olx.course import COURSE_FILE, Course
from learnstead.data.olx.identity import STATIC
from learnstead.data.parsing.xml import element

DEEPEST = 30


@dataclass(frozen=True)
class Video:
    """The video a transcript belongs to: its block and what it is called."""

    block: str
    title: str


@dataclass(frozen=True)
class Outline:
    """Reads the XML of a course; a file that cannot be read hides nothing and names nothing."""

    course: Course

    @cached_property
    def transcripts(self) -> Mapping[str, Video]:
        """The video of each transcript, by the transcript's path."""
        return {path: video for block, video in self._videos() for path in _transcripts_of(block)}

    @cached_property
    def staff_only(self) -> frozenset[str]:
        """What can be reached only through parts of the course that are visible to staff alone."""
        seen: dict[bool, set[str]] = {True: set(), False: set()}
        for path, hidden in self._walk(COURSE_FILE, hidden=False, depth=0, been=set()):
            seen[hidden].add(path)
        for block, video in self._videos():
            for hidden in (True, False):
                if f"video/{video.block}.xml" in seen[hidden]:
                    seen[hidden].update(_transcripts_of(block))
        return frozenset(seen[True] - seen[False])

    def display_name(self, path: str) -> str:
        """What the author called the block in a file; empty when there is none."""
        found = self._element(path)
        return (found.get("display_name") or "").strip() if found is not None else ""

    def _element(self, path: str) -> Element | None:
        inside = self.course.outside(path)
        return element(self.course.files.read(inside)) if inside in self.course.files else None

    def _videos(self) -> Iterator[tuple[Element, Video]]:
        for path in self.course.documents:
            place = PurePosixPath(self.course.inside(path))
            if place.parts[0] == "video" and place.suffix == ".xml":
                found = element(self.course.files.read(path))
                if found is not None:
                    yield found, Video(block=place.stem, title=(found.get("display_name") or "").strip())

    def _walk(self, path: str, *, hidden: bool, depth: int, been: set[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
        """Every file below one, with whether the way there was hidden."""
        if (path, hidden) in been or depth > DEEPEST:
            return
        been.add((path, hidden))
        found = self._element(path)
        if found is None:
            return
        hidden = hidden or _is_hidden(found)
        yield path, hidden
        if found.get("filename"):
            yield f"{found.tag}/{_file(found.get('filename'))}.html", hidden
        if path == COURSE_FILE and found.get("url_name"):
            yield from self._walk(f"course/{_file(found.get('url_name'))}.xml", hidden=hidden, depth=1, been=been)
        for child, hidden_too in _pointers(found, hidden=hidden):
            yield from self._walk(child, hidden=hidden_too, depth=depth + 1, been=been)


def _pointers(parent: Element, *, hidden: bool) -> Iterator[tuple[str, bool]]:
    """The files an element names, in it and in what is written out inside it."""
    waiting = [(child, hidden) for child in parent]
    while waiting:
        child, inside = waiting.pop()
        inside = inside or _is_hidden(child)
        if child.get("url_name"):
            yield f"{child.tag}/{_file(child.get('url_name'))}.xml", inside
        waiting.extend((grandchild, inside) for grandchild in child)


def _is_hidden(found: Element) -> bool:
    return (found.get("visible_to_staff_only") or "").strip().lower() == "true"


def _file(name: str | None) -> str:
    """The path a name means: ``P2:problem_1`` lies in ``P2/problem_1``."""
    return (name or "").replace(":", "/")


def _transcripts_of(video: Element) -> Iterator[str]:
    names = [found.get("src") or "" for found in video.iter("transcript")]
    try:
        by_language = json.loads(video.get("transcripts") or "{}")
    except ValueError:
        by_language = {}
    if isinstance(by_language, dict):
        names.extend(name for name in by_language.values() if isinstance(name, str))
    if video.get("sub"):
        names.append(f"subs_{video.get('sub')}.srt.sjson")
    yield from (f"{STATIC}/{name}" for name in names if name)

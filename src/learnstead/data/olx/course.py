"""A course as it lies in its archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import BinaryIO

from learnstead.data.archives import Unpacked, unpacked
from learnstead.data.parsing.file_kinds import is_document

PACKED = (".tar.gz", ".tgz")
COURSE_FILE = "course.xml"


@dataclass(frozen=True)
class Course:
    """The files of one course. ``root`` is the folder with its ``course.xml``, or what all files have in common."""

    files: Unpacked
    root: str

    @cached_property
    def documents(self) -> list[str]:
        """The paths of all files with words in them; drafts are not published and left out."""
        return [path for path in self.files.paths if self._counts(path)]

    @cached_property
    def damaged(self) -> dict[str, str]:
        """The documents that could not be unpacked, with the reason."""
        return {path: why for path, why in self.files.damaged.items() if self._counts(path)}

    def inside(self, path: str) -> str:
        """A path as the course knows it, without the root."""
        return path.removeprefix(f"{self.root}/") if self.root else path

    def outside(self, path: str) -> str:
        """A path of the course as the archive knows it."""
        return f"{self.root}/{path}" if self.root else path

    def _counts(self, path: str) -> bool:
        if not is_document(path) or not path.startswith(f"{self.root}/" if self.root else ""):
            return False
        folders = PurePosixPath(self.inside(path)).parts[:-1]
        return not any("draft" in folder.lower() for folder in folders)


@contextmanager
def opened(archive: BinaryIO) -> Iterator[Course]:
    """The course in an archive, or in the only archive inside it. Raises BadArchive."""
    with unpacked(archive, wanted=lambda path: is_document(path) or path.endswith(PACKED)) as files:
        inner = [path for path in files.paths if path.endswith(PACKED)]
        if len(inner) == 1 and not any(is_document(path) for path in files.paths):
            with files.open(inner[0]) as packed, unpacked(packed, wanted=is_document) as course:
                yield Course(course, root=_root(course))
        else:
            yield Course(files, root=_root(files))


def _root(files: Unpacked) -> str:
    """The folder of the outermost ``course.xml``; without one, the only folder at the top."""
    homes = [PurePosixPath(path).parent for path in files.paths if PurePosixPath(path).name == COURSE_FILE]
    if homes:
        home = min(homes, key=lambda home: (len(home.parts), str(home)))
        return "" if str(home) == "." else str(home)
    tops = {path.partition("/")[0] for path in files.paths}
    return tops.pop() if len(tops) == 1 and all("/" in path for path in files.paths) else ""

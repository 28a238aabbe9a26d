"""A Canvas course as records: the course, what students can read in it, and problem files for tutors."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Literal

from learnstead.data.canvas.export import Export
from learnstead.data.canvas.visibility import TUTOR, Item, Visibility
from learnstead.data.documents import checksum, text_of, title_from_name
from learnstead.data.normalising import Texts
from learnstead.data.olx.identity import keys, module_id
from learnstead.data.parsing.file_kinds import DOCUMENTS, content_type_of, suffix_of
from learnstead.data.parsing.moments import moment
from learnstead.kernel.contracts import ContentFile, ContentParent, LearningResource, Run, TutorProblemFile, key_of

CANVAS = "canvas"
LONGEST_TITLE = 256

_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Contents:
    """Makes the records of one export. ``folder`` is what the course is called in the bucket."""

    export: Export
    visibility: Visibility
    folder: str
    texts: Texts

    @property
    def readable_id(self) -> str:
        """The folder and the code of the course."""
        return "-".join(filter(None, (self.folder, self.export.course.get("course_code"))))

    @property
    def run_id(self) -> str:
        """A Canvas course is given once."""
        return f"{self.readable_id}+{CANVAS}"

    @property
    def parent(self) -> ContentParent:
        """What all files belong to."""
        return ContentParent(platform=CANVAS, run_id=self.run_id)

    def course(self) -> LearningResource:
        """Never shown in the catalogue; there for what it contains."""
        said, context = self.export.course, self.export.context
        place = f"https://{context.get('canvas_domain')}/courses/{context.get('course_id')}/"
        start, end = moment(said.get("start_at")), moment(said.get("conclude_at"))
        title = (said.get("title") or f"canvas course {self.folder}")[:LONGEST_TITLE]
        return LearningResource(
            resource_type="course",
            readable_id=self.readable_id,
            etl_source=CANVAS,
            platform=CANVAS,
            resource_category="Course",
            title=title,
            url=place if context.get("canvas_domain") and context.get("course_id") else None,
            published=False,
            test_mode=True,
            runs=[Run(run_id=self.run_id, title=title, published=True, start_date=start, end_date=end)],
        )

    def files(self) -> Iterator[Item]:
        """What students can see, in the order of paths."""
        return (self.visibility.items[path] for path in sorted(self.visibility.items))

    def file(self, item: Item) -> ContentFile | None:
        """One of them; None when it has no words."""
        content = self.export.files.read(item.path)
        found = text_of(item.path, content, self.texts)
        text = found.text.strip()
        if not text:
            return None
        return ContentFile(
            parent=self.parent,
            key=self._keys[item.path],
            etl_source=CANVAS,
            title=item.title or found.title or _written(item.path, content) or title_from_name(item.path),
            url=item.url,
            content=text,
            content_title=item.title or found.title,
            content_author=found.author,
            content_language=found.language,
            content_type=content_type_of(item.path),
            file_type=DOCUMENTS[suffix_of(item.path)],
            file_extension=suffix_of(item.path),
            source_path=item.path,
            edx_module_id=module_id(item.path, run_id=self.run_id),
            archive_checksum=checksum(content),
            checksum=checksum(text),
            published=True,
        )

    def file_key(self, item: Item) -> str:
        """The key of the record a file would be."""
        return key_of(ContentFile(parent=self.parent, key=self._keys[item.path], etl_source=CANVAS))

    def problem_file(self, path: str) -> TutorProblemFile | None:
        """A problem or its solution; None when it has no words."""
        text = text_of(path, self.export.files.read(path), self.texts).text.strip()
        return self._problem(path, text) if text else None

    def problem_key(self, path: str) -> str:
        """The key of the record a problem file would be."""
        return key_of(self._problem(path, ""))

    def _problem(self, path: str, text: str) -> TutorProblemFile:
        problem_set, _, name = path.removeprefix(TUTOR).partition("/")
        kind: Literal["solution", "problem"] = "solution" if "solution" in name.lower() else "problem"
        return TutorProblemFile(
            parent=self.parent,
            key=path,
            etl_source=CANVAS,
            problem_title=problem_set,
            type=kind,
            content=text,
            file_name=name,
            source_path=path,
            checksum=checksum(text),
        )

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        return keys(self.visibility.items, run_id=self.run_id)


def _written(path: str, content: bytes) -> str:
    found = _TITLE.search(content) if suffix_of(path) in (".html", ".htm") else None
    return " ".join(unescape(found.group(1).decode(errors="replace")).split()) if found else ""

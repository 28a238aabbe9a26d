"""The files of a course run as records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from learnstead.data.documents import checksum, text_of
from learnstead.data.normalising import Texts
from learnstead.data.olx.course import Course
from learnstead.data.olx.identity import address, keys, module_id
from learnstead.data.olx.outline import Outline
from learnstead.data.olx.titles import title_of
from learnstead.data.parsing.file_kinds import DOCUMENTS, content_type_of, suffix_of
from learnstead.kernel.contracts import ContentFile, ContentParent, key_of


@dataclass(frozen=True)
class Contents:
    """Makes a record of each document of a course. ``base`` is where the course is taught."""

    course: Course
    parent: ContentParent
    etl_source: str
    base: str
    texts: Texts

    @cached_property
    def outline(self) -> Outline:
        """How the parts hang together."""
        return Outline(self.course)

    @property
    def run_id(self) -> str:
        """The run these files belong to."""
        return self.parent.run_id or ""

    def documents(self) -> Iterator[str]:
        """What everybody in the course may see."""
        hidden = self.outline.staff_only
        return (path for path in self.course.documents if self.course.inside(path) not in hidden)

    def record(self, path: str) -> ContentFile | None:
        """One file; None when it has no words."""
        content = self.course.files.read(path)
        found = text_of(path, content, self.texts)
        text = found.text.strip()
        if not text:
            return None
        name = module_id(path, run_id=self.run_id)
        video = self.outline.transcripts.get(self.course.inside(path))
        return ContentFile(
            parent=self.parent,
            key=self._keys[path],
            etl_source=self.etl_source,
            title=title_of(path, content=content, text_title=found.title, outline=self.outline),
            url=address(name, base=self.base, run_id=self.run_id, video=video.block if video else ""),
            content=text,
            content_title=found.title,
            content_author=found.author,
            content_language=found.language,
            content_type=content_type_of(path),
            file_type=DOCUMENTS[suffix_of(path)],
            file_extension=suffix_of(path),
            source_path=path if "/" in path else f"course/{path}",
            edx_module_id=name,
            archive_checksum=checksum(content),
            checksum=checksum(text),
            published=True,
        )

    def record_key(self, path: str) -> str:
        """The key of the record a file would be."""
        return key_of(ContentFile(parent=self.parent, key=self._keys[path], etl_source=self.etl_source))

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        return keys([*self.course.documents, *self.course.damaged], run_id=self.run_id)

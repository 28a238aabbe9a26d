"""The form of a whole entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from learnstead.studio.domain.starters import Field, Widget
from learnstead.studio.models import Content
from learnstead.studio.web.forms.building import Nested, build_controls, condition_holds
from learnstead.studio.web.forms.control import MISSING, Control, Surroundings, merge
from learnstead.studio.web.forms.upload import File

TITLE = Field(name="title", label="Title", widget=Widget.STRING, required=True)
PREFIX = "f."


@dataclass(frozen=True)
class Draft:
    """An entry as its form stands, saved or not."""

    title: str
    markdown: str
    metadata: Mapping[str, Any]


class ContentForm:
    """Controls for every field of an entry, with its title first and its body where the starter puts it.

    Of a page, the field "title" is the entry's title and the Markdown field "body" its text; everything else is
    metadata. A singleton file keeps all of it in metadata.
    """

    def __init__(self, content: Content, fields: Sequence[Field], *, fresh: bool = False) -> None:
        """``fresh`` when the entry has never been saved."""
        self.content = content
        self.fields = self._with_title(fields)
        known = dict(content.metadata)
        if content.is_page:
            known["title"] = MISSING if fresh and not content.title else content.title
            if body := self._body_field():
                known[body.name] = content.markdown
        around = Surroundings(site=content.site, fresh=fresh)
        self.controls = build_controls(self.fields, metadata=known, around=around, prefix=PREFIX)

    def _with_title(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        has_title = any(field.name == "title" for field in fields)
        return tuple(fields) if has_title or not self.content.is_page else (TITLE, *fields)

    def _body_field(self) -> Field | None:
        markdown = (field for field in self.fields if field.widget is Widget.MARKDOWN and field.name == "body")
        return next(markdown, None)

    @property
    def body(self) -> Control | None:
        """The control of the page's text."""
        field = self._body_field() if self.content.is_page else None
        return next((control for control in self.controls if control.field is field), None)

    def take(self, data: QueryDict, files: Mapping[str, UploadedFile] | None = None) -> None:
        """Receive a submitted form."""
        uploads = {name: files[name] for name in files} if files else {}
        for control in self.controls:
            control.take(data, uploads)
        for control in self.controls:
            control.active = condition_holds(control.field.condition, self.controls)

    def do(self, command: str) -> Control | None:
        """Carry out a button named ``do``: "<control>:<verb>:<argument>". Returns the control it belonged to."""
        name, _, rest = command.partition(":")
        verb, _, argument = rest.partition(":")
        for control in self.controls:
            if found := control.find(name):
                found.do(verb, argument)
                return found
        return None

    def check(self) -> bool:
        """Whether it can be saved; problems are left on the controls."""
        for control in self.controls:
            control.check()
        return not self.problems()

    def problems(self) -> list[tuple[Control, str]]:
        """Every problem with the control it belongs to, in the order of the page."""
        return [(control, problem) for control in self.every_control() for problem in control.problems]

    def lacking(self) -> list[str]:
        """Labels of required fields that were empty before and still are; they do not hinder a save."""
        return [control.field.label for control in self.every_control() if control.lacking]

    def every_control(self) -> Iterator[Control]:
        """The controls, also those inside objects."""
        for control in self.controls:
            yield control
            if isinstance(control, Nested):
                yield from control.controls

    def uploads(self) -> list[File]:
        """Controls that were sent a file."""
        return [control for control in self.every_control() if isinstance(control, File) and control.upload]

    def draft(self) -> Draft:
        """The entry with what was edited; everything else exactly as stored."""
        title, markdown = self.content.title, self.content.markdown
        metadata = merge(dict(self.content.metadata), self.controls)
        if self.content.is_page:
            title = self._taken(metadata, "title", title)
            if body := self._body_field():
                markdown = self._taken(metadata, body.name, markdown)
        return Draft(title=title, markdown=markdown, metadata=metadata)

    def _taken(self, metadata: dict[str, Any], name: str, before: str) -> str:
        """Take what is not metadata out of it; a key of the same name in the stored metadata stays."""
        value = metadata.pop(name, before)
        if name in self.content.metadata:
            metadata[name] = self.content.metadata[name]
        return str(value)

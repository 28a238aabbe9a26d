"""From fields of a starter to controls, and the control that holds controls itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from learnstead.studio.domain.starters import Condition, Field, Widget
from learnstead.studio.web.forms.choices import Check, Choice, Choices, Paths
from learnstead.studio.web.forms.control import MISSING, Control, Surroundings, merge
from learnstead.studio.web.forms.kept import Kept, ReadOnly
from learnstead.studio.web.forms.relations import Relation, Sites
from learnstead.studio.web.forms.text import Line, Markdown, Paragraph
from learnstead.studio.web.forms.upload import File


class Nested(Control):
    """The object widget. Keys that the starter does not name stay where they are."""

    template = "studio/controls/nested.html"

    def __init__(self, field: Field, *, name: str, stored: Any, around: Surroundings) -> None:
        """Make the controls inside."""
        super().__init__(field, name=name, stored=stored, around=around)
        inside = self.stored if isinstance(self.stored, Mapping) else {}
        self.controls = build_controls(field.fields, metadata=inside, around=around, prefix=f"{name}.")

    def take(self, data: QueryDict, files: dict[str, UploadedFile]) -> None:
        """Hand on."""
        for control in self.controls:
            control.take(data, files)
        for control in self.controls:
            control.active = condition_holds(control.field.condition, self.controls)

    @property
    def touched(self) -> bool:
        """Whether anything inside was edited."""
        return self.active and any(control.touched for control in self.controls)

    def shown(self) -> list[str]:
        """The parts speak for themselves."""
        return []

    def read(self, posted: Sequence[str]) -> Any:
        """The object with its edited parts."""
        del posted
        before = dict(self.stored) if isinstance(self.stored, Mapping) else {}
        return merge(before, self.controls)

    def is_empty(self) -> bool:
        """Whether every part is empty."""
        return all(control.is_empty() for control in self.controls)

    def check(self) -> None:
        """Check the parts, unless the whole is not shown."""
        if self.active:
            for control in self.controls:
                control.check()

    def find(self, name: str) -> Control | None:
        """This one, or one inside."""
        inside = (found for control in self.controls if (found := control.find(name)))
        return self if name == self.name else next(inside, None)


CONTROLS: dict[Widget, Callable[..., Control]] = {
    Widget.STRING: Line,
    Widget.TEXT: Paragraph,
    Widget.MARKDOWN: Markdown,
    Widget.FILE: File,
    Widget.BOOLEAN: Check,
    Widget.HIDDEN: Kept,
    Widget.OBJECT: Nested,
    Widget.RELATION: Relation,
    Widget.HIERARCHICAL_SELECT: Paths,
    Widget.WEBSITE_COLLECTION: Sites,
}


def build_controls(
    fields: Sequence[Field], *, metadata: Mapping[str, Any], around: Surroundings, prefix: str
) -> list[Control]:
    """One control for each field, holding what ``metadata`` has for it."""
    controls = [
        kind_of(field)(field, name=f"{prefix}{field.name}", stored=metadata.get(field.name, MISSING), around=around)
        for field in fields
    ]
    for control in controls:
        control.active = control.was_active = condition_holds(control.field.condition, controls)
    return controls


def kind_of(field: Field) -> Callable[..., Control]:
    """The class that edits this field."""
    if field.read_only:
        return ReadOnly
    if field.widget is Widget.SELECT:
        return Choices if field.multiple else Choice
    return CONTROLS.get(field.widget, Kept)


def condition_holds(condition: Condition | None, controls: Sequence[Control]) -> bool:
    """Whether the field beside it has the value that is asked for."""
    if condition is None:
        return True
    other = next((control for control in controls if control.field.name == condition.field), None)
    return other is not None and str(condition.equals) in other.current

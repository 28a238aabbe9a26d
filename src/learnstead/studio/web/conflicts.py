"""Two people, one page: what each of them wrote, side by side."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from learnstead.studio.domain.contents import Conflict
from learnstead.studio.models import Content
from learnstead.studio.web import diffs
from learnstead.studio.web.forms import ContentForm
from learnstead.studio.web.forms.control import Control


@dataclass(frozen=True)
class Part:
    """One field that the two versions disagree about."""

    name: str
    label: str
    rows: list[diffs.Row]


@dataclass(frozen=True)
class Shown:
    """What the conflict panel says."""

    by: str
    parts: list[Part]
    theirs_url: str


def describe(problem: Conflict, form: ContentForm, *, theirs_url: str) -> Shown:
    """Compare what is stored now with what the form holds, field by field."""
    theirs = ContentForm(problem.theirs, form.fields)
    parts = []
    for mine, other in zip(form.controls, theirs.controls, strict=True):
        old, new = readable(other), readable(mine)
        if old != new:
            parts.append(Part(mine.name, mine.field.label, diffs.rows(old, new)))
    return Shown(by=str(problem.theirs.updated_by or "Someone else"), parts=parts, theirs_url=theirs_url)


def take_theirs(form: ContentForm, name: str) -> None:
    """Put the stored value of one field into the form in place of what was typed."""
    current = Content.objects.select_related("site__starter").get(pk=form.content.pk)
    stored = {control.name: control for control in ContentForm(current, form.fields).controls}
    for place, control in enumerate(form.controls):
        if control.name == name:
            form.controls[place] = stored[name]
            stored[name].take(as_posted(stored[name]), {})


def as_posted(control: Control) -> QueryDict:
    """What an untouched browser would send for ``control`` and the ones inside it."""
    data = QueryDict(mutable=True)
    for one in [control, *getattr(control, "controls", [])]:
        data.setlist(one.name, one.shown())
    return data


def readable(control: Control) -> str:
    """The current value of a control as lines of text."""
    inner = getattr(control, "controls", None)
    if inner is not None:
        return "\n".join(f"{one.field.label}: {readable(one)}" for one in inner if one.posts)
    if hasattr(control, "items"):
        return "\n".join(item.label for item in control.items())
    return "\n".join(_text(value) for value in control.current)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return "yes" if value == "on" else value
    return json.dumps(value, ensure_ascii=False)

"""Controls that choose from what the starter offers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from learnstead.studio.domain.starters import Option
from learnstead.studio.web.forms.control import MISSING, Control
from learnstead.studio.web.forms.text import as_text


def as_list(value: Any) -> list[Any]:
    """A stored value as a list; old entries sometimes hold a bare value where several are allowed."""
    if value is MISSING or value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


class Check(Control):
    """The boolean widget."""

    template = "studio/controls/check.html"

    def shown(self) -> list[str]:
        """A browser sends nothing for an empty box."""
        return ["on"] if self.stored is True or as_text(self.stored).lower() == "true" else []

    def read(self, posted: Sequence[str]) -> Any:
        """True when ticked."""
        return bool(posted)

    @property
    def ticked(self) -> bool:
        """Whether the box is ticked."""
        return bool(self.current)

    def is_empty(self) -> bool:
        """An empty box is an answer too."""
        return False


class Choice(Control):
    """The select widget for one value."""

    template = "studio/controls/choice.html"

    def shown(self) -> list[str]:
        """The stored value, also when the starter no longer offers it."""
        return [as_text(self.stored)]

    def read(self, posted: Sequence[str]) -> Any:
        """The chosen value."""
        return posted[0] if posted else ""

    def options(self) -> list[tuple[Option, bool]]:
        """Every option with whether it is chosen; a value that is not offered comes first."""
        return mark_options(self.field.options, self.current)

    def check_edit(self) -> list[str]:
        """Only what is offered, or nothing."""
        return check_offered(self)


class Choices(Control):
    """The select widget for several values, as boxes to tick."""

    template = "studio/controls/choices.html"

    def shown(self) -> list[str]:
        """A browser sends ticked boxes in the order of the page."""
        return self._in_order([as_text(item) for item in as_list(self.stored)])

    def _in_order(self, values: Sequence[str]) -> list[str]:
        offered = [option.value for option in self.field.options]
        strange = [value for value in dict.fromkeys(values) if value not in offered]
        return [*strange, *(value for value in offered if value in values)]

    def read(self, posted: Sequence[str]) -> Any:
        """What was chosen before stays in its order; new choices follow."""
        before = [value for value in map(as_text, as_list(self.stored)) if value in posted]
        return [*before, *(value for value in self._in_order(posted) if value not in before)]

    def options(self) -> list[tuple[Option, bool]]:
        """Every option with whether it is ticked."""
        shown = [Option(label=value, value=value) for value in self.shown() if value]
        known = {option.value for option in self.field.options}
        strange = tuple(option for option in shown if option.value not in known)
        return [(option, option.value in self.current) for option in (*strange, *self.field.options)]

    def check_edit(self) -> list[str]:
        """Only what is offered, and as many as allowed."""
        return [*check_offered(self), *check_count(self, len(self.current))]


class Paths(Control):
    """The hierarchical-select widget: a list of paths such as Engineering / Computer Science."""

    template = "studio/controls/paths.html"

    def shown(self) -> list[str]:
        """Each path as JSON."""
        return [json.dumps(path, ensure_ascii=False) for path in as_list(self.stored)]

    def read(self, posted: Sequence[str]) -> Any:
        """The paths, each once."""
        return [json.loads(path) for path in dict.fromkeys(posted)]

    def chosen(self) -> list[tuple[str, str]]:
        """Each chosen path as it is sent, and as it is read."""
        return [(item, label_of(json.loads(item))) for item in self.current]

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What can be added, below its first step."""
        groups = []
        for top, below in (self.field.options_map or {}).items():
            paths = [[top], *([top, *rest] for rest in walk(below))]
            groups.append((top, [(json.dumps(path, ensure_ascii=False), label_of(path)) for path in paths]))
        return groups

    def take(self, data: Any, files: Any) -> None:
        """What is chosen, and what was picked in the box without pressing Add."""
        super().take(data, files)
        self.posted = [item for item in self.posted or [] if _is_path(item)]
        picked = data.get(f"{self.name}.add", "")
        if _is_path(picked) and picked not in self.posted:
            self.posted.append(picked)

    def do(self, verb: str, argument: str) -> None:
        """Drop a path. Adding happens in ``take``."""
        if verb == "drop":
            self.posted = [item for item in self.current if item != argument]
            self.said = "Removed."
        elif verb == "add":
            self.said = "Added."

    def check_edit(self) -> list[str]:
        """As many as allowed."""
        return check_count(self, len(self.current))


def label_of(path: Any) -> str:
    """A path as people read it."""
    return " / ".join(map(str, path)) if isinstance(path, list) else str(path)


def walk(below: Any) -> Iterator[list[str]]:
    """Every path through a tree of mappings that ends in lists."""
    if isinstance(below, Mapping):
        for step, deeper in below.items():
            yield [step]
            yield from ([step, *rest] for rest in walk(deeper))
    elif isinstance(below, Sequence) and not isinstance(below, str):
        yield from ([step] for step in below)


def _is_path(item: str) -> bool:
    try:
        return isinstance(json.loads(item), list | str)
    except ValueError:
        return False


def mark_options(offered: Sequence[Option], chosen: Sequence[str]) -> list[tuple[Option, bool]]:
    """Options with whether they are chosen; a chosen value that is not offered comes first."""
    known = {option.value for option in offered}
    strange = [Option(label=value, value=value) for value in chosen if value and value not in known]
    return [(option, option.value in chosen) for option in (*strange, *offered)]


def check_offered(control: Choice | Choices) -> list[str]:
    """Refuse values that are neither offered nor stored already."""
    allowed = {option.value for option in control.field.options} | set(control.shown()) | {""}
    wrong = [value for value in control.current if value not in allowed]
    return [f"“{value}” is not one of the choices." for value in wrong]


def check_count(control: Control, count: int) -> list[str]:
    """Hold to the starter's least and most."""
    if control.field.max is not None and count > control.field.max:
        return [f"Choose at most {control.field.max}; there are {count}."]
    if control.field.min is not None and count < control.field.min and (count or control.required):
        return [f"Choose at least {control.field.min}; there are {count}."]
    return []

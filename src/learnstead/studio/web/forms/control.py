"""What every control of a generated form can do."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from learnstead.studio.domain.starters import Field
from learnstead.studio.models import Site


class Missing:
    """The type of MISSING."""

    def __repr__(self) -> str:
        """Its name."""
        return "MISSING"


MISSING = Missing()


@dataclass(frozen=True)
class Surroundings:
    """Where a form stands. ``fresh`` marks an entry that is not saved yet: then every field gets a value."""

    site: Site
    fresh: bool = False
    people_may_upload: bool = True


class Control(ABC):
    """One field of an entry: what is stored, what a browser was shown for it, and what came back.

    The rule that keeps no-op saves empty: ``shown()`` is what an untouched browser sends for the stored value. When
    exactly that comes back, ``value()`` is the stored value itself, however odd its shape; only a real edit is read.
    """

    template: ClassVar[str] = ""
    posts: ClassVar[bool] = True

    def __init__(self, field: Field, *, name: str, stored: Any, around: Surroundings) -> None:
        """``stored`` is MISSING when the entry has no such key."""
        self.field = field
        self.name = name
        self.around = around
        self.stored = default_of(field) if stored is MISSING and around.fresh else stored
        self.posted: list[str] | None = None
        self.problems: list[str] = []
        self.active = self.was_active = True
        self.lacking = False
        self.said = ""

    @property
    def id(self) -> str:
        """The id of its element; labels and the error summary point here."""
        return f"field-{self.name}"

    @property
    def prefix(self) -> str:
        """What its name shares with the controls beside it."""
        return self.name.removesuffix(self.field.name)

    @property
    def described_by(self) -> str:
        """Ids of its help and its problems, for aria-describedby."""
        parts = [f"{self.id}-help"] if self.field.help else []
        return " ".join([*parts, *([f"{self.id}-problem"] if self.problems else [])])

    @property
    def required(self) -> bool:
        """Whether it may not be left empty, as things stand."""
        return self.field.required and self.active

    @abstractmethod
    def shown(self) -> list[str]:
        """What an untouched browser sends back for the stored value."""

    @abstractmethod
    def read(self, posted: Sequence[str]) -> Any:
        """The value that an edit stands for."""

    @property
    def current(self) -> list[str]:
        """What the page shows: what was sent, else what is stored."""
        return self.shown() if self.posted is None else self.posted

    def take(self, data: QueryDict, files: dict[str, UploadedFile]) -> None:
        """Receive what the browser sent."""
        del files
        self.posted = data.getlist(self.name)

    @property
    def touched(self) -> bool:
        """Whether what came back differs from what was shown."""
        return self.active and self.posted is not None and self.posted != self.shown()

    def value(self) -> Any:
        """The value to store; MISSING when the entry should go on without this key."""
        if self.touched:
            return self.read(self.posted or [])
        if self.around.fresh and self.active and self.stored is MISSING:
            return self.read(self.current)
        return self.stored

    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(self.current)

    def check(self) -> None:
        """Find problems in what was sent; called once, after every control has taken its part.

        Entries that came from elsewhere may lack what this starter requires. That must not stand in the way of
        mending a comma in them, so only a new entry, or an edit that empties the field or calls for it, is refused.
        """
        if self.required and self.is_empty():
            if self.around.fresh or self.touched or not self.was_active:
                self.problems.append("Fill this in; it is required.")
            else:
                self.lacking = True
        elif self.touched:
            self.problems.extend(self.check_edit())

    def check_edit(self) -> list[str]:
        """Problems of an edited value."""
        return []

    def do(self, verb: str, argument: str) -> None:  # noqa: B027 - most controls have no buttons
        """Carry out a button of this control, such as moving an item; unknown ones do nothing."""

    def find(self, name: str) -> "Control | None":
        """This control or one inside it."""
        return self if self.name == name else None


def default_of(field: Field) -> Any:
    """What a fresh entry starts with."""
    return MISSING if field.default is None else field.default


def merge(before: dict[str, Any], controls: Sequence[Control]) -> dict[str, Any]:
    """``before`` with the values of ``controls``; a key that is missing and was not filled in stays missing."""
    after = dict(before)
    for control in controls:
        value = control.value()
        if value is not MISSING:
            after[control.field.name] = value
    return after

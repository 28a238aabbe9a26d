"""Controls that never ask: their value passes through a save untouched."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from learnstead.studio.web.forms.choices import as_list
from learnstead.studio.web.forms.control import MISSING, Control
from learnstead.studio.web.forms.text import as_text


class Kept(Control):
    """The hidden widget."""

    posts = False

    def shown(self) -> list[str]:
        """Nothing is shown."""
        return []

    def read(self, posted: Sequence[str]) -> Any:
        """A fresh entry gets an empty text."""
        del posted
        return ""

    def take(self, data: QueryDict, files: dict[str, UploadedFile]) -> None:
        """Nothing is asked, so nothing is taken."""

    def check(self) -> None:
        """What was not asked cannot be wrong."""


class ReadOnly(Kept):
    """Any widget that is marked readOnly: shown, not asked."""

    template = "studio/controls/read_only.html"

    @property
    def text(self) -> str:
        """The stored value as text."""
        return ", ".join(as_text(item) for item in as_list(self.stored)) or "—"

    @property
    def is_address(self) -> bool:
        """Whether it can be followed."""
        return self.stored is not MISSING and as_text(self.stored).startswith(("https://", "http://"))

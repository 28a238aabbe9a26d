"""The control for a file."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from learnstead.studio.web.forms.control import Control
from learnstead.studio.web.forms.text import as_text

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")


class File(Control):
    """The file widget: the address of an uploaded file. A new file is handed on in ``upload``; the view stores it."""

    template = "studio/controls/file.html"

    upload: UploadedFile | None = None
    stored_as: str | None = None

    def shown(self) -> list[str]:
        """The stored address."""
        return [as_text(self.stored)]

    def take(self, data: QueryDict, files: dict[str, UploadedFile]) -> None:
        """An address is never typed; only a file is taken."""
        del data
        self.upload = files.get(self.name)
        self.posted = self.shown()

    def read(self, posted: Sequence[str]) -> Any:
        """Nothing but uploads changes it."""
        return posted[0] if posted else ""

    def value(self) -> Any:
        """Where the uploaded file now lies, else what was there."""
        return self.stored_as if self.stored_as is not None else super().value()

    def is_empty(self) -> bool:
        """A file on its way counts."""
        return self.upload is None and not any(self.current)

    @property
    def address(self) -> str:
        """Where the present file is served."""
        return as_text(self.stored)

    @property
    def is_image(self) -> bool:
        """Whether the present file can be shown as a picture."""
        return self.address.startswith("/") and self.address.lower().endswith(IMAGES)

    @property
    def file_name(self) -> str:
        """The readable part of the address."""
        last = self.address.rsplit("/", 1)[-1]
        head, mark, tail = last.partition("_")
        return tail if mark and len(head) == 32 else last  # noqa: PLR2004 - a uuid without its dashes

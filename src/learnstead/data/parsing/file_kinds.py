"""Which files have words in them, and what kind they are."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

_OFFICE = "application/vnd.openxmlformats-officedocument"

DOCUMENTS: Mapping[str, str] = MappingProxyType(
    {
        ".csv": "text/csv",
        ".doc": "application/msword",
        ".docx": f"{_OFFICE}.wordprocessingml.document",
        ".epub": "application/epub+zip",
        ".htm": "text/html",
        ".html": "text/html",
        ".json": "application/json",
        ".md": "text/markdown",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".pdf": "application/pdf",
        ".ppt": "application/vnd.ms-powerpoint",
        ".pptx": f"{_OFFICE}.presentationml.presentation",
        ".rtf": "application/rtf",
        ".sjson": "application/json",
        ".srt": "application/x-subrip",
        ".tex": "text/x-tex",
        ".txt": "text/plain",
        ".vtt": "text/vtt",
        ".xls": "application/vnd.ms-excel",
        ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
        ".xml": "text/xml",
    }
)
"""Media types by the end of the name; the same on every machine."""


def suffix_of(path: str) -> str:
    """The end of a name, in lower case, with its dot."""
    return PurePosixPath(path).suffix.lower()


def is_document(path: str) -> bool:
    """Whether there may be words in it."""
    return suffix_of(path) in DOCUMENTS


def content_type_of(path: str) -> Literal["file", "pdf"]:
    """As the catalogue tells files apart."""
    return "pdf" if suffix_of(path) == ".pdf" else "file"

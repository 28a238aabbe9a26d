"""All that a course site says, as one payload: its JSON files, the texts beside them, where its documents are."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from learnstead.data.snapshot import Payload, WrongShape

COURSE_FILE = "data.json"
LARGEST_FILE = 32 * 1024 * 1024


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside the pages: the payload with its bytes when an extractor is to read it, or that it is missing."""

    sha256: str = ""
    missing: bool = False


class Bundle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One site. ``files`` are its JSON files by folder ("pages/syllabus"), ``""`` is the course itself.

    ``path`` is where the site lies on its server ("courses/..."), ``modified`` when its course file was written, where
    that is known. ``texts`` are captions and plain texts by file name, ``documents`` everything else that has text.
    ``broken`` says of files that are no JSON why not. ``twin`` and ``twin_run``: another site had this readable id, or
    this run id, before.
    """

    platform: Literal["ocw", "learnstead"]
    site: str
    path: str
    modified: datetime | None = None
    twin: bool = False
    twin_run: bool = False
    files: dict[str, msgspec.Raw] = {}
    broken: dict[str, str] = {}
    texts: dict[str, str] = {}
    documents: dict[str, Document] = {}

    def course(self) -> dict[str, Any]:
        """The course itself."""
        return dict(msgspec.json.decode(self.files[""]))

    def contents(self, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Folder and JSON of the pages or the resources, in the order of their paths."""
        for folder, content in self.files.items():
            if folder == section or folder.startswith(f"{section}/"):
                yield folder, msgspec.json.decode(content)


def checked(content: bytes) -> msgspec.Raw:
    """The bytes of a file, which must be a JSON object; WrongShape says what it is instead."""
    if len(content) > LARGEST_FILE:
        raise WrongShape(f"it is {len(content):,} bytes long; at most {LARGEST_FILE:,} are read")
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise WrongShape(f"it is not JSON: {problem}") from problem
    if not isinstance(value, dict):
        raise WrongShape(f"it is a JSON {type(value).__name__}, not an object")
    return msgspec.Raw(content)


def encode(bundle: Bundle) -> bytes:
    """The same site always gives the same bytes."""
    return msgspec.json.encode(bundle)


def decode(payload: Payload) -> Bundle:
    """The site in a payload."""
    return msgspec.json.decode(payload.content, type=Bundle)


def version_of(objects: Mapping[str, str]) -> str:
    """A name for exactly these objects in exactly these versions."""
    lines = "\n".join(f"{key} {version}" for key, version in sorted(objects.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:32]

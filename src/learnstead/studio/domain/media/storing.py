"""Keeping media: checked, hashed, put into the object store under a name of its own."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Protocol

from learnstead.people.models import User
from learnstead.ports.objects import ObjectStore
from learnstead.studio.domain.media.archives import check_archive
from learnstead.studio.domain.media.kinds import HEAD_BYTES, SVG, kind_of
from learnstead.studio.domain.media.refusals import UploadRefused
from learnstead.studio.domain.media.svg import check_svg
from learnstead.studio.models import MediaFile, Site

MAX_BYTES = 2 * 1024**3
MAX_SVG_BYTES = 16 * 1024**2
NAME_LENGTH = 200
CHUNK = 1024 * 1024
# What makes a stored name unique says nothing to the person whose file is refused.
UNIQUE_PART = re.compile(r"^[0-9a-f]{32}_")


@dataclass(frozen=True)
class Checked:
    """A file that may be kept."""

    kind: str
    size: int
    sha256: str


class Openable(Protocol):
    """A file of an import."""

    @property
    def path(self) -> str:
        """Where it lies in its source."""

    def open(self) -> IO[bytes]:
        """Its bytes, from the beginning."""


def key_of(site: Site, name: str) -> str:
    """Where the bytes lie in the object store."""
    return f"media/{site.pk}/{name}"


def safe_name(name: str) -> str:
    """The last part of a file name, in characters that need no escaping in an address."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = last.rpartition(".")
    if not dot:
        stem, ending = last, ""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-.") or "file"
    ending = re.sub(r"[^A-Za-z0-9]+", "", ending).lower()
    return stem[: NAME_LENGTH - len(ending) - 1] + (f".{ending}" if ending else "")


def check(*, name: str, file: IO[bytes]) -> Checked:
    """Look into a file; UploadRefused when it is too big, empty, a program, a bomb or a picture with script."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    kind = kind_of(name, head)
    digest, size = hashlib.sha256(head), len(head)
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise UploadRefused(
                f"{name} is larger than {MAX_BYTES // CHUNK} MB; put it on a file server and link to it"
            )
    if size == 0:
        raise UploadRefused(f"{name} is empty")
    file.seek(0)
    if kind == SVG:
        if size > MAX_SVG_BYTES:
            raise UploadRefused(f"{name}: an SVG of {size // CHUNK} MB is too large; use PNG or JPEG")
        check_svg(name, file.read())
        file.seek(0)
    check_archive(name, kind, file, size)
    return Checked(kind=kind, size=size, sha256=digest.hexdigest())


def keep(*, site: Site, name: str, file: IO[bytes], objects: ObjectStore, by: User | None) -> MediaFile:
    """Check and store one file; the same bytes under the same name are stored once. Bytes first, then the row."""
    checked = check(name=UNIQUE_PART.sub("", name), file=file)
    known = MediaFile.objects.filter(site=site, name=name).first()
    if known and known.sha256 == checked.sha256:
        return known
    objects.put(key_of(site, name), file)  # type: ignore[arg-type]  # IO[bytes] is what BinaryIO is
    values = {"content_type": checked.kind, "size": checked.size, "sha256": checked.sha256, "uploaded_by": by}
    media, _ = MediaFile.objects.update_or_create(site=site, name=name, defaults=values)
    return media


def store_media(*, site: Site, files: Iterable[Openable], objects: ObjectStore, by: User | None) -> int:
    """Keep the media of an import; how many of them are new or different."""
    before = dict(MediaFile.objects.filter(site=site).values_list("name", "sha256"))
    changed = 0
    for source in files:
        name = source.path.rpartition("/")[2]
        with source.open() as file:
            if before.get(name) != _digest(file):
                keep(site=site, name=name, file=file, objects=objects, by=by)
                changed += 1
    return changed


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return digest

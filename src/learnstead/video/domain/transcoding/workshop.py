"""A folder on this machine for a revision's original and pieces; everything in it can be fetched again."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from learnstead.kernel.errors import Transient
from learnstead.ports.objects import NoSuchObject, ObjectStore
from learnstead.ports.transcoder import NotPlayable
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding.leases import Pulse, Watched
from learnstead.video.models import Revision, TranscodePiece

FORGOTTEN = 2 * 24 * 3600  # seconds after which nobody comes back for a folder
PART = 1 << 20


@dataclass(frozen=True)
class Workshop:
    """Where a worker does its work; ``scratch`` is this machine's, ``objects`` everybody's."""

    objects: ObjectStore
    scratch: Path

    def original(self, revision: Revision, beat: Pulse) -> Path:
        """The revision's original as a file. Workers of one machine share it; it is fetched once."""
        place = self._folder(revision) / "source"
        if place.is_file() and place.stat().st_size == self._info(revision):
            place.parent.touch()
            return place
        self._sweep()
        self._fetch(revision.original, place, beat)
        return place

    @contextmanager
    def bench(self, revision: Revision) -> Iterator[Path]:
        """An empty folder, gone afterwards."""
        folder = self._folder(revision) / uuid4().hex
        try:
            folder.mkdir(parents=True)
            yield folder
        except OSError as problem:
            raise Transient(f"could not work in {self.scratch}: {problem.strerror or problem}") from problem
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def piece_key(self, revision: Revision, piece: str, file: str) -> str:
        """Where a file of a piece lies when it is done."""
        return f"{keys.work(revision)}/{piece}/{file}"

    def read(self, revision: Revision, piece: str, file: str) -> bytes | None:
        """A small file of a piece that was done before, perhaps by somebody who could not say so any more."""
        try:
            return self.objects.get(self.piece_key(revision, piece, file))
        except NoSuchObject:
            return None

    def store(self, key: str, file: Path, beat: Pulse) -> None:
        """Put a file into the store, or leave what was there."""
        with file.open("rb") as opened:
            self.objects.put(key, Watched(opened, beat))  # type: ignore[arg-type]

    def store_tree(self, prefix: str, folder: Path, beat: Pulse) -> None:
        """Put all files of a folder below ``prefix``, playlists last: what they name is there when they are."""
        found = [path for path in folder.rglob("*") if path.is_file()]
        for path in sorted(found, key=lambda one: (one.suffix == ".m3u8", one)):
            self.store(f"{prefix}/{path.relative_to(folder).as_posix()}", path, beat)

    def fetch_piece(self, revision: Revision, piece: TranscodePiece, file: str, *, into: Path, beat: Pulse) -> Path:
        """A file of a piece that is done."""
        place = into / f"{piece.name}-{file}"
        self._fetch(self.piece_key(revision, piece.name, file), place, beat)
        return place

    def clear(self, revision: Revision) -> None:
        """Forget what was unfinished, here and in the store."""
        self.objects.delete(keys.work(revision))
        shutil.rmtree(self._folder(revision), ignore_errors=True)

    def _folder(self, revision: Revision) -> Path:
        return self.scratch / "transcoding" / f"{revision.video.hexkey}-{revision.number}"

    def _info(self, revision: Revision) -> int:
        try:
            return self.objects.info(revision.original).size
        except NoSuchObject as problem:
            raise NotPlayable("The file that was uploaded is not there any more: upload it again.") from problem

    def _fetch(self, key: str, place: Path, beat: Pulse) -> None:
        partial = place.with_name(f"{place.name}-{uuid4().hex}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with self.objects.open(key) as source, partial.open("wb") as copy:
                while part := source.read(PART):
                    copy.write(part)
                    beat()
            partial.replace(place)
        except OSError as problem:
            raise Transient(f"could not fetch {key} to {place.parent}: {problem.strerror or problem}") from problem
        finally:
            partial.unlink(missing_ok=True)

    def _sweep(self) -> None:
        for folder in (self.scratch / "transcoding").glob("*-*"):
            with suppress(OSError):
                if folder.stat().st_mtime < time.time() - FORGOTTEN:
                    shutil.rmtree(folder, ignore_errors=True)

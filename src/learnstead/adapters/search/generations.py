"""Where the index lies: one folder for each time it was built from nothing, and a link to the live one."""

import fcntl
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from learnstead.adapters.search import meanwhile
from learnstead.ports.search import IndexBusy, IndexMissing, NoIndexYet

LIVE = "live"
PATIENCE_SECONDS = 30.0
POLL_SECONDS = 0.02


class Generations:
    """The folders below ``root``. ``form`` is part of their names: one that means something else is not ours."""

    def __init__(self, root: Path, form: str) -> None:
        self._root = root
        self._form = form

    def live(self) -> Path:
        """The folder of the live index, or IndexMissing."""
        link = self._root / LIVE
        try:
            name = link.readlink().name
        except OSError as problem:
            none_yet = "there is no search index yet"
            raise self.missing(none_yet, NoIndexYet) from problem
        if not name.startswith(f"{self._form}-"):
            raise self.missing(f"the search index {name} was written by another version")
        return self._root / name

    def missing(self, what: str, kind: type[IndexMissing] = IndexMissing) -> IndexMissing:
        """The error for an index that cannot be read."""
        return kind(f"{what} in {self._root}; 'learnstead search rebuild' makes one from the database")

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A new folder beside the live one, for the only process that builds; it goes if building fails."""
        with self._alone("building"):
            for left_behind in self._root.glob(f"*/{meanwhile.FOLDER}"):
                shutil.rmtree(left_behind)
            folder = self._root / f"{self._form}-{uuid4().hex[:12]}"
            (folder / meanwhile.FOLDER).mkdir(parents=True)
            try:
                yield folder
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise

    def being_built(self) -> Sequence[Path]:
        """The folders in which somebody builds now, for whoever writes; none is switched to meanwhile."""
        with (self._root / "building").open("a") as file:
            nobody_builds = _taken(file.fileno())
        return () if nobody_builds else [noted.parent for noted in self._root.glob(f"*/{meanwhile.FOLDER}")]

    def switch(self, folder: Path) -> None:
        """Make ``folder`` the live one in one step. The one before stays for readers still in it, older ones go."""
        shutil.rmtree(folder / meanwhile.FOLDER)
        link = self._root / LIVE
        before = link.readlink().name if link.is_symlink() else None
        temporary = self._root / f".{uuid4().hex}"
        temporary.symlink_to(folder.name)
        temporary.replace(link)
        for other in self._root.iterdir():
            if other.is_dir() and not other.is_symlink() and other.name not in {folder.name, before}:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer of what is live on this machine, and the only one who changes which that is."""
        with self._alone("writing"):
            yield

    @contextmanager
    def _alone(self, doing: str) -> Iterator[None]:
        """Be the only one on this machine; the lock goes with the process that holds it."""
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / doing).open("a") as file:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not _taken(file.fileno()):
                if time.monotonic() > deadline:
                    raise IndexBusy(f"another process has been {doing} {self._root} for {PATIENCE_SECONDS:.0f} s")
                time.sleep(POLL_SECONDS)
            yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

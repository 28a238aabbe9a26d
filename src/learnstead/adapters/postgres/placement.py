"""Where a cluster lives: in the data folder, or where the service user can reach it."""

import hashlib
import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from learnstead.adapters.postgres.account import Account

SYSTEM_HOME = Path("/var/lib/learnstead")
# The kernel's limit for a socket's path is 107 bytes (103 on macOS); PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 84


@dataclass(frozen=True)
class Placement:
    """The folders of one cluster."""

    binaries: Path
    home: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "data"

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket: beside the data, or one with a short, plain name.

        A path may be too long for the kernel; and clients take a comma for the end of one address among several.
        """
        beside = self.home / "socket"
        if len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and "," not in str(beside):
            return beside
        return Path("/tmp") / f"learnstead-{short_name(self.home)}"  # noqa: S108 - made 0700, its owner is checked


def place_cluster(*, home: Path, binaries: Path, account: Account, system_home: Path = SYSTEM_HOME) -> Placement:
    """Decide the folders.

    When the service user cannot reach one of ours, nothing of ours is opened up for it: the cluster goes below
    ``system_home``, with a link at ``home`` that says where, and the programs are copied there.
    """
    home = home.absolute()
    if not home.is_symlink() and not account.reaches(home.parent):
        moved = _unused(system_home / short_name(home))
        make_parents(moved)
        moved.mkdir(mode=0o700)
        home.symlink_to(moved)
    if home.is_symlink():
        home = home.readlink()
    if not account.reaches(binaries / "postgres"):
        binaries = _copied(binaries, system_home)
    return Placement(binaries=binaries, home=home)


def short_name(path: Path) -> str:
    """A short name that belongs to this path alone."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def make_parents(path: Path) -> None:
    """Create the missing folders above ``path`` as anyone may pass (0755), whatever the umask is."""
    for folder in reversed([parent for parent in path.parents if not parent.exists()]):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def _unused(path: Path) -> Path:
    """``path``, or with a number: a cluster whose data folder was deleted is not silently taken up by a new one."""
    numbered = (path if number == 1 else path.with_name(f"{path.name}-{number}") for number in itertools.count(1))
    return next(candidate for candidate in numbered if not candidate.exists())


def _copied(binaries: Path, system_home: Path) -> Path:
    """A copy of the programs and of the libraries they find beside themselves, complete or absent."""
    package = binaries.parents[1]
    target = system_home / f"programs-{short_name(binaries)}-{int((binaries / 'postgres').stat().st_mtime)}"
    inside = target / binaries.relative_to(package.parent)
    if inside.exists():
        return inside
    make_parents(target)
    draft = Path(tempfile.mkdtemp(dir=system_home))
    shutil.copytree(binaries.parent, draft / binaries.parent.relative_to(package.parent), symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    _open_for_reading(draft)
    try:
        draft.rename(target)
    except OSError:  # another start copied them first
        shutil.rmtree(draft)
    return inside


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)

"""What is too much, and which names are not to be believed."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from learnstead.kernel.errors import Terminal

MEGABYTE = 2**20
LONGEST_PATH = 800
DEEPEST_PATH = 40


class BadArchive(Terminal):
    """Damaged, empty, no archive at all, or made to hurt whoever unpacks it."""


@dataclass(frozen=True)
class Limits:
    """``most_growth``: how many times larger than packed it may get, once it is larger than ``growth_counts_from``."""

    most_files: int = 50_000
    most_bytes: int = 4096 * MEGABYTE
    most_file_bytes: int = 256 * MEGABYTE
    most_growth: int = 150
    growth_counts_from: int = 32 * MEGABYTE

    def files(self, number: int) -> None:
        """BadArchive when there are too many."""
        if number > self.most_files:
            raise BadArchive(f"it holds more than {self.most_files:,} files")

    def grown(self, unpacked: int, *, packed: int) -> None:
        """BadArchive when it has become too large, altogether or for its size."""
        if unpacked > self.most_bytes:
            raise BadArchive(f"it holds more than {self.most_bytes >> 20:,} MB")
        if unpacked > max(self.growth_counts_from, self.most_growth * packed):
            raise BadArchive(f"{packed:,} bytes that become more than {unpacked:,}: it looks like a bomb")


def trusted_path(name: str) -> str | None:
    """The path inside the archive, with slashes; None for one that leads out of it, or that nobody could mean."""
    plain = name.encode(errors="surrogateescape").decode(errors="replace").replace("\\", "/")
    path = PurePosixPath(plain)
    parts = [part for part in path.parts if part != "."]
    strange = any(ord(letter) < ord(" ") for letter in plain)
    too_long = len(plain) > LONGEST_PATH or len(parts) > DEEPEST_PATH
    drive = bool(parts) and parts[0].endswith(":")
    if path.is_absolute() or not parts or ".." in parts or strange or too_long or drive:
        return None
    return "/".join(parts)


def is_hidden(path: str) -> bool:
    """What systems leave behind: ``._name`` and ``__MACOSX`` of macOS, ``.git``, ``.DS_Store``."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))

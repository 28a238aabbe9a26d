"""An object elsewhere, read as a file: in stretches that grow while they follow each other."""

import io
from collections.abc import Callable

FIRST, MOST = 256 * 2**10, 8 * 2**20


class RemoteFile(io.RawIOBase):
    """``size`` bytes, of which ``stretch`` (start, length) fetches some. Whoever leaps about begins small again."""

    def __init__(self, size: int, stretch: Callable[[int, int], bytes]) -> None:
        super().__init__()
        self._size, self._stretch = size, stretch
        self._at, self._start, self._block, self._ahead = 0, 0, b"", FIRST

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where the next byte comes from."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Fetches nothing."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, target: "memoryview") -> int:  # type: ignore[override]
        """What is at hand, or else the next stretch."""
        if self._at >= self._size:
            return 0
        if not self._start <= self._at < self._start + len(self._block):
            self._fetch()
        found = self._block[self._at - self._start :][: len(target)]
        target[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _fetch(self) -> None:
        goes_on = bool(self._block) and self._at == self._start + len(self._block)
        self._ahead = min(self._ahead * 2, MOST) if goes_on else FIRST
        self._block = self._stretch(self._at, min(self._ahead, self._size - self._at))
        self._start = self._at

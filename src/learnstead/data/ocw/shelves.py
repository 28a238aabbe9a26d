"""Where the files of a course site lie: in a bucket of OCW's, or in our own store, where studio put them."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from learnstead.data.extraction import Extraction
from learnstead.kernel.errors import Terminal
from learnstead.ports.bucket import BucketObject
from learnstead.ports.objects import ObjectStore


class Shelf(Protocol):
    """The files of one site."""

    def files(self) -> Iterable[str]:
        """The paths of its JSON files within the site, in order."""

    def read(self, path: str) -> bytes:
        """One of them."""

    def size(self, name: str) -> int | None:
        """How large a file that it offers is; None when it is not there."""

    def media(self, name: str) -> bytes:
        """The bytes of such a file."""


class BucketShelf:
    """A folder of the bucket: pages, resources and media, one beside the other."""

    def __init__(self, run: Extraction, folder: str, listing: Iterable[BucketObject]) -> None:
        self._run, self._folder = run, folder
        self._sizes: Mapping[str, int] = {item.key.removeprefix(folder): item.size for item in listing}

    def files(self) -> Iterable[str]:
        """The paths of its JSON files within the site, in order."""
        return (path for path in sorted(self._sizes) if path.endswith("data.json"))

    def read(self, path: str) -> bytes:
        """One of them."""
        return self._run.read(f"{self._folder}{path}")

    def size(self, name: str) -> int | None:
        """How large a file that it offers is; None when it is not there."""
        return self._sizes.get(name)

    def media(self, name: str) -> bytes:
        """The bytes of such a file."""
        return self.read(name)


class ReleaseShelf:
    """A release of studio's, with the media of its site in another place of the same store."""

    def __init__(self, objects: ObjectStore, *, release: str, media: str) -> None:
        self._objects, self._release, self._media = objects, release, media

    def files(self) -> Iterable[str]:
        """The paths of its JSON files within the site, in order."""
        below = (info.key.removeprefix(f"{self._release}/") for info in self._objects.list(f"{self._release}/"))
        return (path for path in below if path.endswith("data.json"))

    def read(self, path: str) -> bytes:
        """One of them."""
        return self._objects.get(f"{self._release}/{path}")

    def size(self, name: str) -> int | None:
        """How large a file that it offers is; None when it is not there."""
        if not self._media:
            return None
        try:
            return self._objects.info(f"{self._media}/{name}").size
        except Terminal:  # nothing under this key, or a name that cannot be one
            return None

    def media(self, name: str) -> bytes:
        """The bytes of such a file."""
        return self._objects.get(f"{self._media}/{name}")

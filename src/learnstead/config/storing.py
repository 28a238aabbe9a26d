"""The settings of the object store: a folder of this machine, or a bucket that several share."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from learnstead.adapters.objects.folder import FolderStore
from learnstead.config.media.shelves import FolderShelf, Shelf, StoreShelf
from learnstead.config.places import BadConfig
from learnstead.ports.objects import ObjectStore

if TYPE_CHECKING:
    from learnstead.adapters.objects.s3 import Place

STORE = "LEARNSTEAD_STORE"
KEYS = ("LEARNSTEAD_STORE_ACCESS_KEY_ID", "LEARNSTEAD_STORE_SECRET_ACCESS_KEY")


@dataclass(frozen=True)
class StoreSettings:
    """``place`` is a corner of a bucket; without it objects are files."""

    place: "Place | None" = None

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        """From the environment; BadConfig when it cannot be right."""
        store = env.get(STORE, "").strip()
        if not store:
            return cls()
        from learnstead.adapters.objects.s3 import Place  # noqa: PLC0415 - slow to load, rarely wanted

        where, keys = urlsplit(store), [env.get(name, "").strip() for name in KEYS]
        if where.scheme != "s3" or not where.netloc:
            raise BadConfig(f"{STORE} is {store!r}; it is like s3://bucket or s3://bucket/prefix")
        if any(keys) and not all(keys):
            raise BadConfig(f"{' and '.join(KEYS)} belong together: set both, or none")
        return cls(
            place=Place(
                where.netloc,
                prefix=where.path,
                endpoint=env.get("LEARNSTEAD_STORE_ENDPOINT", "").strip(),
                region=env.get("LEARNSTEAD_STORE_REGION", "").strip() or Place.region,
                access_key_id=keys[0],
                secret_access_key=keys[1],
            )
        )

    def opened(self, folder: Path) -> ObjectStore:
        """The store; ``folder`` is used when no bucket is named."""
        if self.place is None:
            return FolderStore(folder)
        from learnstead.adapters.objects.s3 import S3Store  # noqa: PLC0415 - slow to load, rarely wanted

        return S3Store(self.place)

    def shelf(self, folder: Path, objects: ObjectStore) -> Shelf:
        """Where the byte server looks for what is in ``objects``."""
        return FolderShelf(folder) if self.place is None else StoreShelf(objects)

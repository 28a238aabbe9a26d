"""What is remembered of sites between runs: what studio said last of each, and who has which id.

It lies in our own store beside the snapshots, small and written whole, because a run may be about one site only.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import quote

import msgspec

from learnstead.data.ocw.site_events import SiteEvent
from learnstead.ports.objects import NoSuchObject, ObjectStore

# Whether an id of a kind is a site's to have.
Claim = Callable[[str, str], bool]
Kind = TypeVar("Kind")
TOLD, IDS = "sites/told", "sites/ids"


def tell(objects: ObjectStore, event: SiteEvent) -> bool:
    """Remember what studio said of a site; False when we know better already. One caller at a time for a site."""
    known = told_of(objects, event.site)
    if known and known.sequence > event.sequence:
        return False
    objects.put(_told_key(event.site), msgspec.json.encode(event))
    return True


def told_of(objects: ObjectStore, site: str) -> SiteEvent | None:
    """The last thing studio said of a site."""
    return _read(objects, _told_key(site), SiteEvent)


def told(objects: ObjectStore) -> Iterator[SiteEvent]:
    """The last thing studio said of every site."""
    for info in objects.list(f"{TOLD}/"):
        yield msgspec.json.decode(objects.get(info.key), type=SiteEvent)


def claim(objects: ObjectStore, *, kind: str, name: str, scope: str) -> bool:
    """Whether an id is this scope's: the first that has it keeps it."""
    owner = owner_of(objects, kind=kind, name=name)
    if owner is None:
        objects.put(_id_key(kind, name), msgspec.json.encode({"id": name, "scope": scope}))
    return owner in (None, scope)


def owner_of(objects: ObjectStore, *, kind: str, name: str) -> str | None:
    """The scope that has an id of this kind."""
    entry = _read(objects, _id_key(kind, name), dict[str, str])
    return entry["scope"] if entry else None


def _told_key(site: str) -> str:
    return f"{TOLD}/{quote(site, safe='')}.json"


def _id_key(kind: str, name: str) -> str:
    return f"{IDS}/{kind}/{hashlib.sha256(name.encode()).hexdigest()}.json"


def _read(objects: ObjectStore, key: str, kind: type[Kind]) -> Kind | None:
    try:
        return msgspec.json.decode(objects.get(key), type=kind)
    except NoSuchObject:
        return None

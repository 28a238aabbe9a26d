"""Resources as the API shows them, kept ready: a page of results costs one small query instead of seven large ones.

What was shown of a resource is shown again for as long as the resource has not changed; what lies around it (the titles
of its children, the names of its topics) may lag behind for some minutes.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

import msgspec
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from learnstead.learn.domain import wholes
from learnstead.learn.web.rest.answers import encoded
from learnstead.learn.web.rest.resources import shown

KEPT_SECONDS = 300.0
MOST_BYTES = 48 * 2**20

# Which version of its row a resource is: no write goes by without another.
VERSION = RawSQL("learn_learningresource.xmin || ':' || learn_learningresource.ctid", (), output_field=TextField())


class Remembered:
    """Encoded resources by id; those asked for longest ago go first when there are too many."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[int, tuple[str, float, msgspec.Raw]] = OrderedDict()
        self._size = 0
        self._most_bytes = most_bytes
        self._turn = Lock()

    def by_ids(self, ids: Iterable[int | str]) -> list[msgspec.Raw]:
        """Resources by their ids, in the order of these; those that nobody may see are left out."""
        wanted = [int(one) for one in ids]
        now = time.monotonic()
        there = dict(wholes.listed().filter(pk__in=wanted).values_list("pk", VERSION))
        ready = {pk: kept for pk, version in there.items() if (kept := self._fresh(pk, version, now))}
        for whole in wholes.by_ids(pk for pk in there if pk not in ready):
            pk = whole.resource.pk
            ready[pk] = msgspec.Raw(encoded(shown(whole)))
            self._keep(pk, there[pk], now, ready[pk])
        return [ready[pk] for pk in wanted if pk in ready]

    def forget(self) -> None:
        """Begin anew."""
        with self._turn:
            self._kept.clear()
            self._size = 0

    def _fresh(self, pk: int, version: str, now: float) -> msgspec.Raw | None:
        with self._turn:
            kept = self._kept.get(pk)
            if kept is None or kept[0] != version or now - kept[1] > KEPT_SECONDS:
                return None
            self._kept.move_to_end(pk)
            return kept[2]

    def _keep(self, pk: int, version: str, now: float, resource: msgspec.Raw) -> None:
        with self._turn:
            if pk in self._kept:
                self._size -= len(bytes(self._kept.pop(pk)[2]))
            self._kept[pk] = (version, now, resource)
            self._size += len(bytes(resource))
            while self._size > self._most_bytes:
                self._size -= len(bytes(self._kept.popitem(last=False)[1][2]))


RESOURCES = Remembered()

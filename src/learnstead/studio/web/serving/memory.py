"""Files that were just served, kept in memory. Releases never change, so nothing in here can be stale."""

from collections import OrderedDict
from threading import Lock

from learnstead.ports.objects import ObjectStore
from learnstead.studio.web.serving.files import Body, type_of

LARGEST = 1024 * 1024
MOST_BYTES = 64 * 1024 * 1024


class Memory:
    """The most recently used bodies of one process, by object key."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes
        self._lock = Lock()

    def body(self, key: str, objects: ObjectStore) -> Body:
        """The object's body; NoSuchObject when there is none."""
        with self._lock:
            found = self._bodies.get(key)
            if found:
                self._bodies.move_to_end(key)
                return found
        body = Body.of(objects.get(key), type_of(key))
        if len(body.data) <= LARGEST:
            self._keep(key, body)
        return body

    def _keep(self, key: str, body: Body) -> None:
        with self._lock:
            if key in self._bodies:
                return
            self._bodies[key] = body
            self._bytes += _weight(body)
            while self._bytes > self._most_bytes:
                _, oldest = self._bodies.popitem(last=False)
                self._bytes -= _weight(oldest)


def _weight(body: Body) -> int:
    return len(body.data) + len(body.compressed or b"") + 500


MEMORY = Memory()

"""Everything that has been seen to go wrong with a feed, each as a change to an answer."""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from learnstead.data.drills import damage
from learnstead.data.drills.recording import Recorded, Reply
from learnstead.kernel.errors import Terminal

HTML = "text/html; charset=utf-8"
MAINTENANCE = b"<!doctype html><html><head><title>We will be right back</title></head><body>Maintenance</body></html>"
LOGIN = b"<!doctype html><html><body><form action='/login'><input name='password' type='password'></form></body></html>"
BOMB_BYTES = 50 * 2**20


class NoSuchFault(Terminal):
    """There is no drill of this name."""


@dataclass(frozen=True)
class Fault:
    """A fault. ``reply`` makes the answer that is sent, given the healthy one and all that belong to it."""

    name: str
    says: str
    reply: Callable[[Recorded, Sequence[Recorded]], Reply]

    def damages(self, one: Recorded, all_of_them: Sequence[Recorded]) -> bool:
        """Whether this answer would be another one."""
        return self.reply(one, all_of_them) != one.reply


def every() -> dict[str, Fault]:
    """All faults by name."""
    return {fault.name: fault for fault in FAULTS}


def named(name: str) -> Fault:
    """One of them; NoSuchFault says which there are."""
    known = every()
    if name not in known:
        raise NoSuchFault(f"there is no fault {name!r}; there are {', '.join(known)}")
    return known[name]


def _status(status: int, body: bytes = b"", *, retry_after: str = "") -> Fault:
    says = f"every request is answered with {status}"
    sent = Reply(body=body, status=status, content_type=HTML, headers={"Retry-After": retry_after})
    return Fault(str(status), says, lambda _one, _all: sent)


def _instead(name: str, says: str, reply: Reply) -> Fault:
    return Fault(name, says, lambda _one, _all: reply)


def _sent(name: str, says: str, then: str) -> Fault:
    return Fault(name, says, lambda one, _all: replace(one.reply, then=then))


def _content(name: str, says: str, change: Callable[[bytes], bytes]) -> Fault:
    return Fault(name, says, lambda one, _all: _changed(one.reply, change(one.reply.body)))


def _items(name: str, says: str, change: Callable[[damage.Items], damage.Items], *, honest: bool = True) -> Fault:
    return _content(name, says, lambda body: damage.with_items(body, change, honest=honest))


def _changed(reply: Reply, body: bytes) -> Reply:
    same = damage.kind_of(body) == damage.kind_of(reply.body) == "json" and _equal(body, reply.body)
    return reply if same else replace(reply, body=body)


def _equal(one: bytes, other: bytes) -> bool:
    return bool(json.loads(one) == json.loads(other))


def _last_page_missing(one: Recorded, _all: Sequence[Recorded]) -> Reply:
    last = one.index == one.total - 1 and one.total > 1
    return Reply(body=b'{"detail": "Invalid page."}', status=404) if last else one.reply


def _first_page_again(one: Recorded, everything: Sequence[Recorded]) -> Reply:
    """Every later page is the first one; a list in one piece has all its items twice."""
    first = next((other for other in everything if _alike(other, one) and other.index == 0), one)
    if one.total == 1:
        return _changed(one.reply, damage.with_items(one.reply.body, damage.twice, honest=False))
    return first.reply


def _every_other_fails(one: Recorded, _all: Sequence[Recorded]) -> Reply:
    return Reply(body=b"", status=502) if one.index % 2 == 1 or one.total == 1 else one.reply


def _alike(one: Recorded, other: Recorded) -> bool:
    return (one.exchange.scope, one.exchange.label) == (other.exchange.scope, other.exchange.label)


def _spoiled(body: bytes) -> bytes:
    return body[: len(body) * 2 // 3] + b"\x00<<<"


def _in_utf_16(body: bytes) -> bytes:
    return body.decode(errors="replace").encode("utf-16")


FAULTS = (
    _status(503),
    _status(500),
    _status(502, MAINTENANCE),
    _status(429, retry_after="3600"),
    _status(401),
    _status(403),
    _status(404),
    _status(410),
    _instead("empty", "every answer is empty", Reply(body=b"")),
    _instead("html", "every answer is a page that says sorry, with status 200", Reply(MAINTENANCE, content_type=HTML)),
    _instead("login-page", "every answer is a page to sign in at, with status 200", Reply(LOGIN, content_type=HTML)),
    _instead(
        "moved", "every request is sent on to another host", Reply(b"", 302, headers={"Location": "https://a.invalid/"})
    ),
    _instead(
        "error-body",
        "every answer is an error in JSON, with status 200",
        Reply(b'{"detail": "Internal error", "code": 17}', content_type="application/json"),
    ),
    _instead("not-modified", "every answer is 304, without having been asked for", Reply(b"", 304)),
    _instead(
        "bomb",
        "every answer is a few bytes that unpack to 50 MB",
        Reply(b"", headers={"Content-Encoding": "gzip"}, then="bomb"),
    ),
    _sent("truncated", "every answer ends in the middle", "cut"),
    _sent("reset", "every connection is reset", "reset"),
    _sent("slow", "every answer keeps us waiting for ever", "stall"),
    _sent("drip", "every answer comes a byte now and then", "drip"),
    _content("bad-json", "every answer is spoiled in the middle", _spoiled),
    _content(
        "wrong-encoding", "every answer is in UTF-16", lambda body: body.decode(errors="replace").encode("utf-16")
    ),
    _content("renamed-field", "the field with the title goes by another name", damage.field_renamed),
    _content("null-field", "the field with the title has nothing in it", damage.field_emptied),
    _content("changed-ids", "everything has a new id", damage.ids_changed),
    _content("timezone-shift", "every moment is five hours later", damage.moments_shifted),
    _content("loop", "every page names the first as the next", damage.next_is_itself),
    _items("no-items", "every list is empty, and says so", damage.none_left),
    _items("half", "half of every list is missing, and the declared count with it", damage.half),
    _items("cut-list", "half of every list is missing; a declared count stays", damage.half, honest=False),
    _items("bad-item", "the first item of every list cannot be read", damage.first_is_broken),
    _items("twice", "every list has everything two times", damage.twice),
    Fault("missing-page", "the last page is not there", _last_page_missing),
    Fault("duplicate-page", "every page is the first one again", _first_page_again),
    Fault("flaky", "every other request fails", _every_other_fails),
)


@cache
def bomb() -> bytes:
    """Its few bytes."""
    return gzip.compress(bytes(BOMB_BYTES), 6)

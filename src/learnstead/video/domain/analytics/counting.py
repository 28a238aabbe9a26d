"""Counts what players say was watched, and nothing else: no robots, nothing twice, nothing that cannot be."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.video.models import Video, Viewing

FASTEST = 4
# A player speaks every ten seconds; the network may hold it up.
EVERY, LATE = 10, 5
MOST_RUNS, MOST_BEATS = 200, 10_000
CAMERAS = 4
_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|headless|scrap|monitor|facebookexternalhit|curl/|wget|python|java/|okhttp"
    r"|go-http|httpclient|lighthouse",
    re.IGNORECASE,
)


class NotCounted(Terminal):
    """What the player said is not believed; the message says why."""


@dataclass(frozen=True)
class Beat:
    """What one player watched since it last spoke: runs of whole seconds, as ``(camera, from, to)``."""

    session: UUID
    sequence: int
    runs: Sequence[tuple[int, int, int]]

    @property
    def seconds(self) -> int:
        """How much was watched."""
        return sum(to - begin for _, begin, to in self.runs)


def read(message: Any) -> Beat:
    """A player's message: ``{"session", "sequence", "watched": [{"camera", "runs": [[from, to]]}]}``."""
    try:
        session, sequence = UUID(str(message["session"])), int(message["sequence"])
        runs = [(int(part["camera"]), int(a), int(b)) for part in message["watched"] for a, b in part["runs"]]
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise NotCounted(f"It is no message of a player: {problem!r}") from problem
    if not 0 <= sequence < MOST_BEATS or not 0 < len(runs) <= MOST_RUNS:
        raise NotCounted("It has more than a player says at once.")
    return Beat(session, sequence, runs)


def is_robot(agent: str) -> bool:
    """Whether a program says of itself that nobody looks."""
    return not agent.strip() or bool(_ROBOT.search(agent))


def viewer(*, person: User | None, address: str, agent: str, at: datetime, secret: str) -> str:
    """A number for whoever watches: of an account always the same, of others one that is new every day."""
    return number_of(person, secret=secret) if person else _numbered(f"{at:%Y-%m-%d} {address} {agent}", secret)


def number_of(person: User, *, secret: str) -> str:
    """The number that stands for an account."""
    return _numbered(f"person {person.pk}", secret)


@transaction.atomic
def count(*, video: Video, beat: Beat, viewer: str, at: datetime) -> bool:
    """Add what was watched; False when this message was counted before. Raises NotCounted."""
    length = video.current.duration if video.current else 0.0
    _check(beat, length=length, multiangle=video.multiangle)
    viewing, is_new = Viewing.objects.select_for_update().get_or_create(
        video=video, session=beat.session, defaults={"viewer": viewer, "started_at": at, "last_at": at}
    )
    if beat.sequence in viewing.beats:
        return False
    passed = EVERY if is_new else (at - viewing.last_at).total_seconds()
    if beat.seconds > FASTEST * (passed + LATE) + len(beat.runs):
        raise NotCounted(f"{beat.seconds} seconds cannot be watched in {passed:.0f}.")
    viewing.beats = [*viewing.beats, beat.sequence]
    viewing.watched = [*viewing.watched, *beat.runs]
    viewing.seconds += beat.seconds
    viewing.last_at = max(viewing.last_at, at)
    viewing.save()
    return True


def forget(person: User, *, secret: str) -> None:
    """Keep that something was watched, and not that it was by the same one."""
    for viewing in Viewing.objects.filter(viewer=number_of(person, secret=secret)):
        viewing.viewer = viewing.session.hex
        viewing.save(update_fields=["viewer"])


def _check(beat: Beat, *, length: float, multiangle: bool) -> None:
    last = int(length) + 1
    for camera, begin, to in beat.runs:
        if not 0 <= begin < to <= last or not 0 <= camera <= (CAMERAS if multiangle else 0):
            raise NotCounted(f"Camera {camera} has no seconds {begin} to {to}.")


def _numbered(said: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"viewer {said}".encode(), hashlib.sha256).hexdigest()[:32]

"""What can become of a video, and of the job that transcodes it."""

from collections.abc import Mapping
from datetime import datetime

from learnstead.kernel.errors import Terminal
from learnstead.video.models import TranscodeJob, Video

Status = Video.Status
State = TranscodeJob.State

MOVES: Mapping[Status, frozenset[Status]] = {
    Status.CREATED: frozenset({Status.UPLOADING, Status.TRANSCODING, Status.UPLOAD_FAILED, Status.ERROR}),
    Status.UPLOADING: frozenset({Status.TRANSCODING, Status.UPLOAD_FAILED, Status.ERROR}),
    Status.UPLOAD_FAILED: frozenset({Status.CREATED}),
    Status.TRANSCODING: frozenset({Status.COMPLETE, Status.FAILED_INTERNAL, Status.FAILED_VIDEO}),
    Status.COMPLETE: frozenset({Status.RETRANSCODE_SCHEDULED, Status.CREATED}),
    Status.FAILED_INTERNAL: frozenset({Status.CREATED, Status.RETRANSCODE_SCHEDULED}),
    Status.FAILED_VIDEO: frozenset({Status.CREATED}),
    Status.RETRANSCODE_SCHEDULED: frozenset({Status.RETRANSCODING, Status.RETRANSCODE_FAILED}),
    Status.RETRANSCODING: frozenset({Status.COMPLETE, Status.RETRANSCODE_FAILED}),
    Status.RETRANSCODE_FAILED: frozenset({Status.RETRANSCODE_SCHEDULED, Status.CREATED}),
    Status.ERROR: frozenset({Status.CREATED}),
}
"""``Created`` is also where a replacement and another attempt begin."""

JOB_MOVES: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.RUNNING, State.DONE, State.FAILED}),
    State.RUNNING: frozenset({State.RUNNING, State.DONE, State.FAILED}),  # taken over from a worker that died
    State.DONE: frozenset(),
    State.FAILED: frozenset(),
}

IN_FLIGHT = frozenset(
    {Status.CREATED, Status.UPLOADING, Status.TRANSCODING, Status.RETRANSCODE_SCHEDULED, Status.RETRANSCODING}
)
FAILED = frozenset(
    {Status.UPLOAD_FAILED, Status.FAILED_INTERNAL, Status.FAILED_VIDEO, Status.RETRANSCODE_FAILED, Status.ERROR}
)


class IllegalMove(Terminal):
    """A video cannot go from the one status to the other."""


def move(video: Video, to: Status, *, at: datetime, message: str = "") -> None:
    """Set and store the status of ``video``; ``message`` tells people why.

    The row decides, not what was read of it earlier: of two that move it at once, one gets IllegalMove.
    """
    origins = [status for status, targets in MOVES.items() if to in targets]
    moved = Video.objects.filter(pk=video.pk, status__in=origins).update(status=to, message=message, updated_at=at)
    if not moved:
        video.refresh_from_db(fields=["status"])
        words = ", ".join(sorted(MOVES[Status(video.status)])) or "nothing else"
        raise IllegalMove(f"“{video}” is “{video.status}” and cannot become “{to}”; it may become {words}.")
    video.status, video.message, video.updated_at = to, message, at

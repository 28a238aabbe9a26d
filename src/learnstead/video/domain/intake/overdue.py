"""Files that stopped coming."""

from datetime import datetime, timedelta

from django.db import transaction

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.intake import IntakeRules
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import states
from learnstead.video.domain.intake import beginning, parts
from learnstead.video.models import Incoming, Video

Status = Video.Status
STUCK_AFTER = timedelta(hours=2)
STOPPED = "Nothing came for two hours. Choose the same file again to go on where it stopped."
NOT_FETCHED = "Fetching it did not go on for two hours. Try it again; what is here already is kept."


class NothingToRetry(Terminal):
    """There is nothing that could be done again without the person who has the file."""


def give_up_stuck(*, at: datetime) -> int:
    """Call videos failed whose file did not go on coming for hours; how many. Their bytes stay for now."""
    stuck = Incoming.objects.filter(
        state__in=beginning.UNFINISHED,
        changed_at__lt=at - STUCK_AFTER,
        video__status__in=[Status.CREATED, Status.UPLOADING],
        video__current=None,
    )
    count = 0
    for incoming in stuck.select_related("video"):
        ours = incoming.way != Incoming.Way.BROWSER or incoming.state == Incoming.State.ARRIVED
        states.move(incoming.video, Status.UPLOAD_FAILED, at=at, message=NOT_FETCHED if ours else STOPPED)
        count += 1
    return count


def remove_expired(*, objects: ObjectStore, at: datetime) -> int:
    """Remove the bytes of files that nobody finished in time; how many files."""
    count = 0
    for incoming in Incoming.objects.filter(state__in=beginning.UNFINISHED, expires_at__lt=at).select_related("video"):
        with transaction.atomic():
            Incoming.objects.filter(pk=incoming.pk).update(state=Incoming.State.EXPIRED)
            video = incoming.video
            if not video.current_id and video.status in {Status.CREATED, Status.UPLOADING, Status.UPLOAD_FAILED}:
                words = f"The rest of {incoming.name} never came, so what was here of it is gone. Upload it anew."
                if video.status != Status.UPLOAD_FAILED:
                    states.move(video, Status.UPLOAD_FAILED, at=at, message=words)
                else:
                    Video.objects.filter(pk=video.pk).update(message=words)
        parts.remove(incoming, objects=objects)
        count += 1
    return count


@transaction.atomic
def retry(video: Video, *, by: User, queue: Queue, rules: IntakeRules, at: datetime) -> None:
    """Try again what we can do without the person; of two who ask at once, one gets states.IllegalMove."""
    last = video.incoming.first()
    if last is None or video.status != Status.UPLOAD_FAILED:
        raise NothingToRetry(f"“{video}” is “{video.status}”; there is no upload to try again")
    if last.state == Incoming.State.ARRIVED:
        _uploading(video, at=at)
        queue.put("video.keep", lock=f"video:{video.pk}", incoming=str(last.pk))
        return
    if not last.address:
        raise NothingToRetry(f"only you have {last.name}; choose it again on the page where files are replaced")
    if last.state != Incoming.State.RECEIVING:
        last = beginning.begin(
            video=video, name=last.name, way=Incoming.Way(last.way), by=by, at=at, rules=rules, address=last.address
        )
    else:
        _uploading(video, at=at)
    Incoming.objects.filter(pk=last.pk).update(changed_at=at)
    queue.put("video.fetch", lock=f"video:{video.pk}", incoming=str(last.pk))


def _uploading(video: Video, *, at: datetime) -> None:
    states.move(video, Status.CREATED, at=at)
    states.move(video, Status.UPLOADING, at=at)

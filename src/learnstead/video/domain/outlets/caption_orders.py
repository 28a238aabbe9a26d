"""Captions ordered from people elsewhere: asking, being told, fetching."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.caption_orders import CaptionRequest, CaptionVendor, OrderRefused, OrderState
from learnstead.ports.delivery import DeliverySigner
from learnstead.ports.jobs import Queue
from learnstead.video.domain.access import check_may_edit
from learnstead.video.domain.captions import versions
from learnstead.video.models import CaptionOrder, CaptionRevision, Video

PLACE_JOB, FETCH_JOB = "video.order_captions", "video.fetch_ordered_captions"
# The vendor reads the film within days; people who write captions are given two weeks at most.
READABLE = timedelta(days=14)
State = CaptionOrder.State
_SIGNER = Signer(salt="learnstead.video.caption_order", sep="~")


class OrderedAlready(Terminal):
    """These captions are being written."""


@dataclass(frozen=True)
class Desk:
    """What ordering needs. ``site`` is our public address, ``callback`` the path at which we are told, with ``{}``."""

    vendor: CaptionVendor
    signer: DeliverySigner
    site: str
    callback: str


def order(*, video: Video, language: str, by: User, at: datetime, queue: Queue) -> CaptionOrder:
    """Ask for captions; by anybody who may change the video. Forbidden, OrderedAlready."""
    check_may_edit(by, video.collection)
    if video.current is None or not video.current.original:
        raise Terminal(f"“{video}” has no film yet that captions could be written for.")
    try:
        with transaction.atomic():
            made = CaptionOrder.objects.create(video=video, language=language, made_by=by, requested_at=at)
            queue.put(PLACE_JOB, once=f"captions:{made.pk}", order=str(made.pk))
    except IntegrityError as problem:
        raise OrderedAlready(f"Captions of “{video}” in {language!r} are ordered already.") from problem
    return made


def place(*, order_id: str, at: datetime, desk: Desk) -> None:
    """Tell the vendor. The same order twice is one order there."""
    made = CaptionOrder.objects.select_related("video__current").filter(pk=order_id, state=State.REQUESTED).first()
    if made is None or made.video.current is None:
        return
    revision = made.video.current
    file = desk.signer.file(
        revision.original,
        filename=revision.original_name or f"{made.video.hexkey}.mp4",
        viewer=f"captions {made.pk.hex}",
        at=at,
        lifetime=READABLE,
    )
    request = CaptionRequest(
        source_url=urljoin(desk.site, file.url),
        title=made.video.title,
        reference=made.pk.hex,
        language=made.language,
        callback=urljoin(desk.site, desk.callback.format(token(made))),
    )
    try:
        made.vendor_id = desk.vendor.order(request)
    except OrderRefused as problem:
        _end(made, State.FAILED, str(problem), at=at)
        return
    made.state = State.ORDERED
    made.save(update_fields=["vendor_id", "state"])


def fetch(*, order_id: str, vendor: CaptionVendor, saving: versions.Saving) -> None:
    """Take the captions over when they are ready; whoever says so, the vendor is asked."""
    made = CaptionOrder.objects.select_related("video").filter(pk=order_id, state=State.ORDERED).first()
    if made is None:
        return
    state = vendor.state(made.vendor_id)
    if state in {OrderState.FAILED, OrderState.CANCELLED}:
        _end(made, State.FAILED, f"The vendor says: {state.value}.", at=saving.at)
        return
    if state is not OrderState.COMPLETE:
        return
    content = vendor.fetch(made.vendor_id)
    with transaction.atomic():
        versions.bring(
            video=made.video,
            language=made.language,
            content=content,
            file_name=f"{made.language}.vtt",
            saving=saving,
            origin=CaptionRevision.Origin.VENDOR,
        )
        _end(made, State.DONE, "", at=saving.at)


def under_way() -> QuerySet[CaptionOrder]:
    """Those that a vendor works on."""
    return CaptionOrder.objects.filter(state=State.ORDERED)


def token(made: CaptionOrder) -> str:
    """What the vendor calls us back with."""
    return _SIGNER.sign(made.pk.hex)


def told(text: str, *, queue: Queue) -> bool:
    """Somebody called back; whether the token is one of ours. What became of the order is asked, not believed."""
    try:
        key = uuid.UUID(_SIGNER.unsign(text))
    except (BadSignature, ValueError):
        return False
    request_fetch(str(key), queue=queue)
    return True


def request_fetch(order_id: str, *, queue: Queue) -> None:
    """Ask for a look at one order."""
    queue.put(FETCH_JOB, once=f"fetch-captions:{order_id}", order=order_id)


def _end(made: CaptionOrder, state: State, message: str, *, at: datetime) -> None:
    made.state, made.message, made.done_at = state, message, at
    made.save(update_fields=["state", "message", "done_at"])

"""Pages on which people bring files: many at once, with progress where scripts run, and as a plain form where not."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from learnstead.kernel import clock
from learnstead.kernel.errors import LearnsteadError
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import access
from learnstead.video.domain.intake import beginning, overdue, receiving
from learnstead.video.domain.intake.refusals import Refused
from learnstead.video.models import Collection, Incoming, Video
from learnstead.video.web.intake.finding import by_key

Begin = Callable[..., Incoming]
MOST_ADDRESSES = 50


@login_required
def add(request: HttpRequest, key: str) -> HttpResponse:
    """New videos for a collection."""
    collection = by_key(Collection.objects, key)
    if not access.may_edit(request.user, collection):
        return _forbidden(request, collection)

    def begin(**given: Any) -> Incoming:
        return beginning.begin_video(collection=collection, **given)

    shown = {"collection": collection, "back": f"/collections/{collection.hexkey}/"}
    return _page(request, begin, shown)


@login_required
def replace(request: HttpRequest, key: str) -> HttpResponse:
    """Another file for a video; what is played is played on until the new one can be."""
    video = by_key(Video.objects.filter(deleted_at=None).select_related("collection"), key)
    if not access.may_edit(request.user, video.collection):
        return _forbidden(request, video.collection)

    def begin(**given: Any) -> Incoming:
        return beginning.begin(video=video, **given)

    shown = {"collection": video.collection, "video": video, "back": f"/videos/{video.hexkey}/"}
    return _page(request, begin, shown)


@login_required
@require_POST
def retry(request: HttpRequest, key: str) -> HttpResponse:
    """Try again what failed on its way in."""
    video = by_key(Video.objects.filter(deleted_at=None).select_related("collection"), key)
    if not access.may_edit(request.user, video.collection):
        return _forbidden(request, video.collection)
    try:
        given: dict[str, Any] = {"queue": services().queue, "rules": services().intake.rules}
        overdue.retry(video, by=person(request), at=clock.now(), **given)
        messages.success(request, f"Trying “{video}” again.")
    except LearnsteadError as problem:
        messages.error(request, str(problem))
    return redirect(f"/videos/{video.hexkey}/")


def _page(request: HttpRequest, begin: Begin, shown: dict[str, object]) -> HttpResponse:
    """The form, or what was posted by it."""
    if request.method != "POST":
        return render(request, "video/upload.html", shown)
    files = request.FILES.getlist("files")
    addresses = [line.strip() for line in request.POST.get("addresses", "").splitlines() if line.strip()]
    if "video" in shown and len(files) + len(addresses) > 1:
        problems = ["Give one file: it takes the place of the one that is there."]
    elif not files and not addresses:
        problems = ["Choose a file, or give an address."]
    else:
        problems = [*_upload(request, begin, files), *_import(request, begin, addresses[:MOST_ADDRESSES])]
    if problems:
        posted = {**shown, "problems": problems, "addresses": request.POST.get("addresses", "")}
        return render(request, "video/upload.html", posted, status=422)
    messages.success(request, "The file is here, and is being looked at." if files else "Fetching has begun.")
    return redirect(str(shown["back"]))


def _upload(request: HttpRequest, begin: Begin, files: Sequence[UploadedFile]) -> list[str]:
    """Files that came with the form, whole; what is wrong with any of them."""
    problems = []
    for file in files:
        now = clock.now
        try:
            incoming = begin(
                name=file.name or "film",
                length=file.size,
                way=Incoming.Way.BROWSER,
                by=person(request),
                at=now(),
                rules=services().intake.rules,
            )
            given: dict[str, Any] = {"objects": services().objects, "queue": services().queue, "now": now}
            receiving.append(incoming, start=0, body=file, checksum=None, **given)
        except LearnsteadError as problem:
            problems.append(f"{file.name}: {problem}")
    return problems


def _import(request: HttpRequest, begin: Begin, addresses: Sequence[str]) -> list[str]:
    """Addresses, from which a worker fetches; what is wrong with any of them."""
    problems = []
    for address in addresses:
        try:
            with transaction.atomic():
                incoming = begin(
                    name=_name(address),
                    address=address,
                    way=Incoming.Way.ADDRESS,
                    by=person(request),
                    at=clock.now(),
                    rules=services().intake.rules,
                )
                lock = f"video:{incoming.video_id}"
                services().queue.put("video.fetch", lock=lock, incoming=str(incoming.pk))
        except LearnsteadError as problem:
            problems.append(f"{address}: {problem}")
    return problems


def _name(address: str) -> str:
    """What a file at an address is called until its server says."""
    if not address.lower().startswith(("https://", "http://")) or len(address) > 2000:  # noqa: PLR2004 - the column's
        raise Refused("an address begins with https:// and leads to the file itself")
    return address.partition("?")[0].rstrip("/").rpartition("/")[2] or "film"


def _forbidden(request: HttpRequest, collection: Collection) -> HttpResponse:
    if access.may_open(request.user, collection):
        return render(request, "video/not_yours.html", {"collection": collection}, status=403)
    return render(request, "404.html", status=404)

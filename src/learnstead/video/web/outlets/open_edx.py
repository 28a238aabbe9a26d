"""A collection's videos in Open edX: how they stand there, and sending them."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock, untrusted
from learnstead.ports.services import services
from learnstead.video.domain.access import Forbidden, may_edit
from learnstead.video.domain.outlets import edx
from learnstead.video.models import Collection
from learnstead.video.web.numbers import number

LARGEST_BODY = 10_000


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_edx(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page; a POST asks for everything to be sent. Who may not change the collection learns nothing of it."""
    collection = _collection(key)
    if not may_edit(request.user, collection):
        raise Http404(key)
    if request.method == "POST" and "again" in request.POST:
        _try_again(request, collection)
        return redirect("video:open-edx", key=collection.hexkey)
    if request.method == "POST":
        try:
            asked = edx.sync(collection=collection, by=request.user, at=clock.now(), queue=services().queue)
            messages.success(request, f"{len(asked)} to be sent; this page shows how far it is.")
        except edx.NowhereToSend as problem:
            messages.error(request, str(problem))
        return redirect("video:open-edx", key=collection.hexkey)
    shown = {
        "collection": collection,
        "endpoints": edx.endpoints_of(collection),
        "progress": edx.progress(collection),
    }
    return render(request, "video/outlets/open_edx.html", shown)


def _try_again(request: HttpRequest, collection: Collection) -> None:
    wanted = number(request.POST["again"])
    asked = wanted is not None and edx.try_again(
        collection=collection, sync_id=wanted, by=request.user, at=clock.now(), queue=services().queue
    )
    if asked:
        messages.success(request, f"“{asked.video}” is to be sent again.")
    else:
        messages.warning(request, "It did not fail, or is not there any more.")


@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    """What OVS has at this address: ``{"collection_id": …}`` is 202 once the work is asked for."""
    if not request.user.is_authenticated:
        return _said("sign in first", HTTPStatus.FORBIDDEN)
    try:
        body = untrusted.object_of(request.body, at_most=LARGEST_BODY)
        collection = _collection(untrusted.line(body, "collection_id"))
        asked = edx.sync(collection=collection, by=request.user, at=clock.now(), queue=services().queue)
    except untrusted.BadPayload as problem:
        return _said(str(problem), HTTPStatus.BAD_REQUEST)
    except Http404:
        return _said("there is no such collection", HTTPStatus.NOT_FOUND)
    except Forbidden:
        return _said("you may not change this collection", HTTPStatus.FORBIDDEN)
    except edx.NowhereToSend as problem:
        return _said(str(problem), HTTPStatus.BAD_REQUEST)
    told = {
        "message": f"{len(asked)} to be sent",
        "task_id": collection.hexkey,
        "collection_id": collection.hexkey,
        "status": "processing",
    }
    return JsonResponse(told, status=HTTPStatus.ACCEPTED)


def _collection(key: str) -> Collection:
    try:
        return Collection.objects.get(key=UUID(key))
    except (ValueError, Collection.DoesNotExist) as problem:
        raise Http404(key) from problem


def _said(words: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"detail": words}, status=status)

"""The picture of a video that somebody brings: from the form of the video, and from scripts as in OVS."""

from http import HTTPStatus

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain import access, thumbnails
from learnstead.video.domain.thumbnails import BadThumbnail, Studio, TooLarge
from learnstead.video.models import Video
from learnstead.video.web.pages.asked import private, to_edit, video_of


@to_edit
@require_POST
def bring(request: HttpRequest, video: Video) -> HttpResponse:
    """Take the file of the form; ``back`` gives it up instead."""
    try:
        if "back" in request.POST:
            thumbnails.give_up(video=video, by=person(request), at=clock.now(), objects=services().objects)
            messages.success(request, "The thumbnail is the picture from the video again.")
        else:
            _take(request.FILES, request, video)
            messages.success(request, "The thumbnail is saved.")
    except BadThumbnail as problem:
        messages.error(request, str(problem))
    return redirect("video:edit", video.hexkey)


@require_http_methods(["PATCH", "DELETE"])
def by_script(request: HttpRequest, key: str) -> HttpResponse:
    """PATCH sends ``thumbnail`` as a form does: 201 for the first, 200 for the next; DELETE goes back to the film's."""
    video = video_of(key)
    if video.deleted_at or not access.may_watch(request.user, video):
        return _said(HTTPStatus.NOT_FOUND, "There is no such video, or not for you.")
    if not access.may_edit(request.user, video.collection):
        return _said(HTTPStatus.FORBIDDEN, "Only those who run the collection may change it.")
    if request.method == "DELETE":
        thumbnails.give_up(video=video, by=person(request), at=clock.now(), objects=services().objects)
        return private(HttpResponse(status=HTTPStatus.NO_CONTENT))
    first = video.thumbnail_at is None
    try:
        _, files = request.parse_file_upload(request.META, request)  # Django does it by itself for POST only
        _take(files, request, video)
    except TooLarge as problem:
        return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(problem))
    except (BadThumbnail, MultiPartParserError) as problem:
        return _said(HTTPStatus.BAD_REQUEST, str(problem))
    return private(JsonResponse({"key": video.hexkey}, status=HTTPStatus.CREATED if first else HTTPStatus.OK))


def _take(files: MultiValueDict[str, UploadedFile], request: HttpRequest, video: Video) -> None:
    file = files.get("thumbnail")
    if file is None:
        raise BadThumbnail("Choose a JPEG or PNG picture first.")
    if (file.size or 0) > thumbnails.MOST_BYTES:
        raise TooLarge(f"The picture has {file.size:,} bytes; a thumbnail has at most {thumbnails.MOST_BYTES:,}.")
    given = services()
    studio = Studio(transcoder=given.transcoder, objects=given.objects, scratch=given.scratch)
    thumbnails.bring(video=video, content=file.read(), by=person(request), at=clock.now(), studio=studio)


def _said(status: HTTPStatus, detail: str) -> HttpResponse:
    return private(JsonResponse({"detail": detail}, status=status))

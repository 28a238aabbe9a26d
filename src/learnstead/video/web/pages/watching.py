"""The page of a video, the player for other sites, and the file to keep."""

from datetime import timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from learnstead.kernel import clock, page_policy
from learnstead.people.models import User
from learnstead.ports.delivery import Playback
from learnstead.ports.services import services
from learnstead.video.domain import access, sharing, states, videos
from learnstead.video.domain.files import files_of
from learnstead.video.models import ShareLink, Video
from learnstead.video.web.delivery.playback import with_cookies
from learnstead.video.web.pages.asked import private, turned_away, video_of
from learnstead.video.web.player.shown import let_play, shown

DOWNLOAD_LASTS = timedelta(hours=6)


@require_safe
def video_page(request: HttpRequest, key: str) -> HttpResponse:
    """Play the video and say what there is to know of it."""
    video = video_of(key)
    link = _link_of(request, video)
    edits = access.may_edit(request.user, video.collection)
    if video.deleted_at and not edits:
        raise Http404(key)
    if not access.may_watch(request.user, video, link=link):
        return turned_away(request)
    playback = _playback(request, video, link)
    context = {
        "video": video,
        "player": _player(request, video, playback, link),
        "edits": edits,
        "visibility": videos.visibility_of(video),
        "in_flight": video.status in states.IN_FLIGHT,
        "restorable": video.archived_at is not None and video.revisions.exclude(original="").exists(),
        "failed": video.status in states.FAILED,
        "collection_open": access.may_open(request.user, video.collection),
        "embed_address": services().url + request.path + "embed/",
        "address": services().url + request.path,
    }
    response = render(request, "video/video.html", context)
    if playback:
        let_play(with_cookies(response, playback), playback)
    return response if video.is_public and not link else private(response)


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """The player alone, for pages of the sites that the collection allows; it needs no cookies."""
    video = video_of(key)
    link = _link_of(request, video)
    allowed = video.deleted_at is None and access.may_watch(request.user, video, link=link)
    playback = _playback(request, video, link) if allowed else None
    context = {"video": video, "allowed": allowed, "player": _player(request, video, playback, link)}
    response = render(request, "video/embed.html", context, status=200 if allowed else HTTPStatus.FORBIDDEN)
    if playback:
        let_play(with_cookies(response, playback), playback)
    ancestors = sharing.frame_ancestors(video.collection.embed_domains)
    policy = response.headers.get(page_policy.HEADER, page_policy.POLICY)
    response.headers[page_policy.HEADER] = policy.replace("frame-ancestors 'self'", f"frame-ancestors {ancestors}")
    return response if video.is_public and not link else private(response)


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """To the file, for those who may watch."""
    video = video_of(key)
    link = _link_of(request, video)
    if video.deleted_at:
        raise Http404(key)
    if not access.may_watch(request.user, video, link=link):
        return turned_away(request)
    files = files_of(video)
    if not files or not files.download or not video.current:
        raise Http404("There is no file of this video to keep.")
    found = next(one for one in video.current.renditions.all() if one.kind == "download")
    address = services().delivery.file(
        found.key,
        filename=f"{slugify(video.title) or 'video'}.mp4",
        viewer=_viewer(request),
        at=clock.now(),
        lifetime=DOWNLOAD_LASTS,
    )
    return private(redirect(address.url))


def _link_of(request: HttpRequest, video: Video) -> ShareLink | None:
    return sharing.link_of(request.GET.get("share", ""), video=video, at=clock.now())


def _viewer(request: HttpRequest) -> str:
    return f"person {request.user.pk}" if isinstance(request.user, User) else "nobody"


def _playback(request: HttpRequest, video: Video, link: ShareLink | None) -> Playback | None:
    """Addresses for this viewer, who came by a link perhaps: then they end when it does."""
    files = files_of(video)
    if files is None:
        return None
    until = link.expires_at if link and not access.may_watch(request.user, video) else None
    viewer = f"link {link.pk}" if link else _viewer(request)
    return services().delivery.playback(files, viewer=viewer, at=clock.now(), until=until)


def _player(request: HttpRequest, video: Video, playback: Playback | None, link: ShareLink | None) -> object:
    if playback is None:
        return None
    number = video.current.number if video.current else ""
    again = f"/api/v0/videos/{video.hexkey}/playback/?revision={number}"
    return shown(request, video, playback, renew_url=f"{again}&share={sharing.token(link)}" if link else None)

"""New addresses for a player whose old ones end soon, as JSON."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.delivery import Playback
from learnstead.ports.services import services
from learnstead.video.domain import access, sharing
from learnstead.video.domain.delivery import playing
from learnstead.video.models import Video
from learnstead.video.web.numbers import number


@require_GET
def playback(request: HttpRequest, key: str) -> HttpResponse:
    """The addresses, for whoever may watch; ``?revision=`` is the one that plays, ``?share=`` the link they hold."""
    video = _video(key)
    if video is None:
        return _refusal(404, "There is no such video.")
    at = clock.now()
    link = sharing.link_of(request.GET.get("share", ""), video=video, at=at)
    if not access.may_watch(request.user, video, link=link):
        return _refusal(403, "You may not watch this video.")
    try:
        playback = playing.playback(
            video,
            viewer=named(request, by_link=link is not None),
            signer=services().delivery,
            at=at,
            number=number(request.GET.get("revision", "")),
            until=link.expires_at if link else None,
        )
    except playing.NothingToPlay as problem:
        return _refusal(409, str(problem))
    return with_cookies(JsonResponse(_as_json(playback), headers={"Cache-Control": "private, no-store"}), playback)


def named(request: HttpRequest, *, by_link: bool = False) -> str:
    """The viewer, for the log of grants."""
    person = f"person {request.user.pk}" if isinstance(request.user, User) else "somebody not signed in"
    return f"{person} with a link" if by_link else person


def with_cookies(response: HttpResponse, playback: Playback) -> HttpResponse:
    """The response, with the cookies that the addresses in it need at a CDN, if they need any."""
    for cookie in playback.cookies:
        response.set_cookie(
            cookie.name,
            cookie.value,
            path=cookie.path,
            domain=cookie.domain,
            expires=playback.expires_at,
            secure=True,
            httponly=True,
            samesite="None",
        )
    return response


def _video(key: str) -> Video | None:
    try:
        wanted = UUID(hex=key)
    except ValueError:
        return None
    return Video.objects.select_related("collection", "current").filter(key=wanted, deleted_at=None).first()


def _as_json(playback: Playback) -> dict[str, Any]:
    return {
        "hls_url": playback.hls_url,
        "captions": dict(playback.captions),
        "poster": playback.poster,
        "sprite": playback.sprite,
        "sprite_cues": playback.sprite_cues,
        "download": playback.download,
        "expires_at": playback.expires_at.isoformat() if playback.expires_at else None,
        "renew_at": playback.renew_at.isoformat() if playback.renew_at else None,
    }


def _refusal(status: int, detail: str) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status, headers={"Cache-Control": "no-store"})

"""Addresses that videos had in TechTV: they lead to where the video is now, which then asks who may watch."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from learnstead.video.models import LegacyAddress


def video(_request: HttpRequest, number: str) -> HttpResponse:
    """``/videos/{number}``, with or without words behind it, also below a collection."""
    return _to(number=number, ending="")


def download(_request: HttpRequest, number: str) -> HttpResponse:
    """``/videos/{number}/download``."""
    return _to(number=number, ending="download")


def embed(_request: HttpRequest, number: str) -> HttpResponse:
    """``/embeds/{number}``."""
    return _to(number=number, ending="embed/")


def private(_request: HttpRequest, token: str) -> HttpResponse:
    """``/videos/{token}/private``."""
    if not token:
        raise Http404(token)
    return _to(token=token, ending="")


def _to(*, ending: str, **which: str) -> HttpResponse:
    found = LegacyAddress.objects.filter(video__deleted_at=None, **which).select_related("video").first()
    if found is None:
        raise Http404("no video had this address")
    return HttpResponsePermanentRedirect(f"/videos/{found.video.hexkey}/{ending}")

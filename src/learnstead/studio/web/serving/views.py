"""The addresses of readers: published sites, drafts behind a link, and the media of both."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes
from django.views.decorators.http import require_safe

from learnstead.ports.objects import NoSuchObject
from learnstead.ports.services import services
from learnstead.studio.domain import serving
from learnstead.studio.domain.permissions import may
from learnstead.studio.domain.serving import Served
from learnstead.studio.models import Site
from learnstead.studio.web.serving.files import Body, File, answer_with_body, answer_with_file, type_of
from learnstead.studio.web.serving.memory import LARGEST, MEMORY
from learnstead.studio.web.serving.policies import protect_page, protect_upload

DRAFT_COOKIE = "draft"


@require_safe
def published(request: HttpRequest, address: str) -> HttpResponseBase:
    """Whatever no app page answers: a page or file of a published site."""
    served = serving.live_at(address)
    if served is None:
        return _with_slash_or_404(request, address)
    path = address.removeprefix(served.url_path).removeprefix("/")
    if served.release:
        return _answer(request, served, path, at_root_without_slash=address == served.url_path)
    if _knows_the_draft(request, served):
        upload = _upload(request, served, path)
        if upload:
            return upload
    if served.unpublished:
        return render(request, "410.html", {"url_path": served.url_path}, status=410)
    raise Http404


@require_safe
def draft(request: HttpRequest, token: UUID, path: str = "") -> HttpResponseBase:
    """A page or file of a draft, for anyone who has its link."""
    served = serving.draft_of(token)
    if served is None:
        raise Http404
    response = _answer(request, served, path)
    # Pages name media by their public address, which is closed while the site is not live: this opens it.
    response.set_cookie(DRAFT_COOKIE, str(token), path=f"/{served.url_path}/", httponly=True, samesite="Lax")
    return response


def _answer(
    request: HttpRequest, served: Served, path: str, *, at_root_without_slash: bool = False
) -> HttpResponseBase:
    if at_root_without_slash:
        return _redirect(request, served.prefix)
    name = serving.page_behind(path)
    found = _file(request, served, name) or _upload(request, served, path) or _theme_file(request, served, path)
    if found:
        return found
    if not path.endswith("/") and _exists(served, f"{path}/index.html"):
        return _redirect(request, f"{served.prefix}{path}/")
    return _not_found(request, served)


def _file(request: HttpRequest, served: Served, name: str) -> HttpResponseBase | None:
    """A file of the release, or None."""
    body = _body(served, name)
    if body is None:
        return None
    response = answer_with_body(request, body, since=served.since)
    protect_page(response, request, served, name)
    return response


def _body(served: Served, name: str) -> Body | None:
    if not served.release:
        return None
    try:
        return MEMORY.body(f"{served.release}/{name}", services().objects)
    except NoSuchObject:
        return None


def _upload(request: HttpRequest, served: Served, name: str) -> HttpResponseBase | None:
    """A media file, or None."""
    media = serving.media_of(served, name)
    if media is None:
        return None
    objects, key = services().objects, serving.media_key(media)
    content_type = media.content_type or type_of(name)
    file = File(size=media.size, content_type=content_type, etag=media.sha256[:20], open=lambda: objects.open(key))
    response = answer_with_file(request, file, since=media.uploaded_at)
    protect_upload(response, served)
    return response


def _theme_file(request: HttpRequest, served: Served, path: str) -> HttpResponseBase | None:
    """The theme's own files for previews of a site that has no draft yet."""
    if served.live or not path.startswith("theme/"):
        return None
    found = services().builder.theme_file(served.theme, path)
    if found is None or found.stat().st_size > LARGEST:
        return None
    response = answer_with_body(request, Body.of(found.read_bytes(), type_of(path)), since=None)
    protect_page(response, request, served, path)
    return response


def _exists(served: Served, name: str) -> bool:
    return _body(served, name) is not None


def _not_found(request: HttpRequest, served: Served) -> HttpResponseBase:
    """The site's own page for what is not there."""
    body = _body(served, "404.html")
    if body is None:
        raise Http404
    response = answer_with_body(request, body, since=None, status=404)
    protect_page(response, request, served, "404.html")
    return response


def _knows_the_draft(request: HttpRequest, served: Served) -> bool:
    """Whether this reader came by the draft's link or works on the site."""
    if request.COOKIES.get(DRAFT_COOKIE) == str(served.draft_token):
        return True
    return request.user.is_authenticated and may(request.user, "view", Site.objects.get(pk=served.site_id))


def _with_slash_or_404(request: HttpRequest, address: str) -> HttpResponseBase:
    """What Django's APPEND_SLASH does, which cannot see past an address that takes everything."""
    if not address.endswith("/"):
        try:
            found = resolve(f"/{address}/")
        except Resolver404:
            raise Http404 from None
        if found.func is not published:
            return _redirect(request, f"/{address}/")
    raise Http404


def _redirect(request: HttpRequest, to: str) -> HttpResponseBase:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(escape_leading_slashes(to) + (f"?{query}" if query else ""))

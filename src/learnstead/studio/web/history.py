"""What an entry said before: who changed it, what the change was, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.git import NoSuchRevision
from learnstead.ports.services import services
from learnstead.studio.domain import history as versions
from learnstead.studio.domain import permissions
from learnstead.studio.domain.serialisation import text_of
from learnstead.studio.domain.starters import schema_of
from learnstead.studio.models import Content, Site
from learnstead.studio.web import diffs
from learnstead.studio.web.access import for_site
from learnstead.studio.web.editing import address, needed_for
from learnstead.studio.web.frame import show


@for_site("view")
def history(request: HttpRequest, site: Site, content: str) -> HttpResponse:
    """List the versions of an entry, newest first."""
    found = _find(site, content)
    listed = versions.of(content=found, git=services().git)
    return show(request, "studio/history.html", site, versions=listed, **_around(request, found))


@for_site("view")
def version(request: HttpRequest, site: Site, content: str, commit: str) -> HttpResponse:
    """Show one version: its change, its difference from now, or its text; POST brings it back."""
    found = _find(site, content)
    listed = versions.of(content=found, git=services().git)
    place = next((at for at, one in enumerate(listed) if one.commit and one.commit == commit), None)
    if place is None:
        raise Http404("This entry has no such version.")
    if request.method == "POST":
        return _bring_back(request, found, commit)
    earlier = next((one.commit for one in listed[place + 1 :] if one.commit), "")
    against = request.GET.get("against", "before")
    text = _text(found, commit)
    old, new = (text, text_of(found)) if against == "now" else (_text(found, earlier), text)
    side = request.GET.get("view") == "side"
    rows = diffs.rows(old, new)
    context: dict[str, Any] = {
        "version": listed[place],
        "newest": place == 0,
        "against": against,
        "rows": rows,
        "side": side,
        "pairs": diffs.paired(rows) if side else [],
        "text": text,
    }
    return show(request, "studio/version.html", site, **context, **_around(request, found))


def _find(site: Site, content: str) -> Content:
    return get_object_or_404(Content.objects.filter(site=site).select_related("site__starter"), pk=content)


def _text(content: Content, commit: str) -> str:
    if not commit:
        return ""
    try:
        return versions.text_at(content=content, commit=commit, git=services().git)
    except NoSuchRevision:
        return ""  # it was deleted by that commit


def _around(request: HttpRequest, content: Content) -> dict[str, Any]:
    collection = schema_of(content.site.starter).collection(content.type)
    url = reverse("studio:collection", args=[content.site.name, content.type]) if collection else address(content)
    may = permissions.may(request.user, needed_for(content), content.site) and content.deleted_at is None
    return {"content": content, "back": address(content), "here": url, "may_restore": may}


def _bring_back(request: HttpRequest, content: Content, commit: str) -> HttpResponse:
    permissions.check_may(request.user, needed_for(content), content.site)
    try:
        versions.restore(
            content=content,
            commit=commit,
            by=person(request),
            at=clock.now(),
            queue=services().queue,
            git=services().git,
        )
    except Terminal as problem:
        messages.error(request, str(problem))
        return redirect("studio:history", content.site.name, content.pk)
    messages.success(request, "The earlier version is back. What it replaced is in the history too.")
    return redirect(address(content))

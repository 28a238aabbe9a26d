"""The form of one entry: new, edited, in conflict."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.studio.domain import collections, contents, permissions
from learnstead.studio.domain.starters import Widget, schema_of
from learnstead.studio.models import Content, EarlierVersion, Site
from learnstead.studio.web import conflicts
from learnstead.studio.web.access import for_site
from learnstead.studio.web.forms import ContentForm
from learnstead.studio.web.frame import show
from learnstead.studio.web.menus import edit_menu
from learnstead.studio.web.site_home import collection_of
from learnstead.studio.web.uploading import keep_uploads


@for_site("edit")
def new(request: HttpRequest, site: Site, collection: str) -> HttpResponse:
    """Start an entry of a collection."""
    found = collection_of(site, collection)
    content = Content(site=site, type=found.name, is_page=True, dirpath=found.folder, version=0)
    form = ContentForm(content, found.fields, fresh=True)
    if request.method != "POST":
        return page(request, form, heading=f"New {found.label_singular.lower()}")
    return _received(request, form, heading=f"New {found.label_singular.lower()}")


@for_site("view")
def edit(request: HttpRequest, site: Site, content: str) -> HttpResponse:
    """Change an entry."""
    found = get_object_or_404(collections.entries(site=site), pk=content)
    return _edit(request, found)


@for_site("view")
def settings(request: HttpRequest, site: Site, name: str) -> HttpResponse:
    """Change a file there is one of; it comes into being with its first save."""
    single = schema_of(site.starter).singleton(name)
    if single is None:
        raise Http404(f"The starter of “{site.title}” has no file “{name}”.")
    found = collections.entries(site=site).filter(type=name).first()
    return _edit(request, found or contents.blank_singleton(site=site, name=name))


def _edit(request: HttpRequest, content: Content) -> HttpResponse:
    fields = schema_of(content.site.starter).fields_of(content.type)
    if any(field.widget is Widget.MENU for field in fields):
        return edit_menu(request, content, fields[0])
    start = begun_from(content, request.POST.get("version", ""))
    form = ContentForm(start, fields, fresh=content._state.adding)  # noqa: SLF001 - Django's own way to ask
    heading = str(content) if content.is_page else _label(content)
    return _received(request, form, heading=heading) if request.method == "POST" else page(request, form, heading)


def begun_from(content: Content, version: str) -> Content:
    """The content as it was when this person opened the form: what they did not touch is told by comparing with it."""
    if not version.isdecimal() or int(version) == content.version:
        return content
    earlier = EarlierVersion.objects.filter(content=content, version=int(version)).first()
    if earlier:
        content.title, content.markdown, content.metadata = earlier.title, earlier.markdown, earlier.metadata
    return content


def _label(content: Content) -> str:
    single = schema_of(content.site.starter).singleton(content.type)
    return single.label if single else str(content)


def _received(request: HttpRequest, form: ContentForm, heading: str) -> HttpResponse:
    """Carry out the button that was pressed: one inside the form, or Save."""
    permissions.check_may(request.user, needed_for(form.content), form.content.site)
    form.take(request.POST, request.FILES)
    if command := request.POST.get("do"):
        return _did(request, form, heading, command)
    if not form.check():
        return page(request, form, heading, problems=form.problems(), status=400)
    return _save(request, form, heading)


def _did(request: HttpRequest, form: ContentForm, heading: str, command: str) -> HttpResponse:
    if command.startswith("theirs:"):
        conflicts.take_theirs(form, command.removeprefix("theirs:"))
    control = form.do(command)
    if control and request.headers.get("X-Fragment"):
        return render(request, "studio/_control.html", {"control": control})
    return page(request, form, heading)


def _save(request: HttpRequest, form: ContentForm, heading: str) -> HttpResponse:
    content = form.content
    facts = keep_uploads(form, by=person(request))
    if problems := form.problems():
        return page(request, form, heading, problems=problems, status=400)
    try:
        draft = form.draft()
        saved = contents.save(
            content=content,
            by=person(request),
            at=clock.now(),
            queue=services().queue,
            expected_version=_version(request, content),
            title=draft.title,
            markdown=draft.markdown,
            metadata={**draft.metadata, **facts},
        )
    except contents.Conflict as problem:
        shown = conflicts.describe(problem, form, theirs_url=address(problem.theirs))
        return page(request, form, heading, conflict=shown, version=problem.theirs.version, status=409)
    except permissions.Forbidden:
        raise
    except Terminal as problem:
        return page(request, form, heading, problems=[(None, str(problem))], status=400)
    messages.success(request, f"Saved “{saved}”.")
    if lacking := form.lacking():
        messages.warning(request, f"Still to be filled in: {', '.join(lacking)}.")
    return redirect(address(saved))


def _version(request: HttpRequest, content: Content) -> int:
    """The version this person started from; a form without one started from what is there."""
    posted = request.POST.get("version", "")
    return int(posted) if posted.isdecimal() else content.version


def needed_for(content: Content) -> str:
    """The action that changing this entry is."""
    return "sitemetadata" if content.type == "sitemetadata" else "edit"


def address(content: Content) -> str:
    """Where an entry is edited."""
    site = content.site
    if not content.is_page and schema_of(site.starter).singleton(content.type):
        return reverse("studio:settings", args=[site.name, content.type])
    return reverse("studio:edit", args=[site.name, content.pk])


def page(
    request: HttpRequest,
    form: ContentForm,
    heading: str,
    *,
    status: int = 200,
    problems: Sequence[tuple[Any, str]] = (),
    conflict: Any = None,
    version: int | None = None,
) -> HttpResponse:
    """The page of a form."""
    content, site = form.content, form.content.site
    fresh = content._state.adding  # noqa: SLF001 - Django's own way to ask
    collection = schema_of(site.starter).collection(content.type)
    url = reverse("studio:collection", args=[site.name, collection.name]) if collection else ""
    shown = _version(request, content) if request.method == "POST" else content.version
    return show(
        request,
        "studio/edit.html",
        site,
        status=status,
        form=form,
        heading=heading,
        fresh=fresh,
        problems=problems,
        conflict=conflict,
        version=shown if version is None else version,
        here=url or address(content),
        collection_url=url,
        collection_label=collection.label if collection else "",
        may_save=permissions.may(request.user, needed_for(content), site),
        may_delete=bool(collection) and permissions.may(request.user, "edit", site),
        keep=f"{site.pk}/{'new-' + content.type if fresh else content.pk}",
        preview_url=_preview_url(content, fresh=fresh),
        bound=request.method == "POST",
        saved_by=f"{content.updated_by}, {content.updated_at:%-d %b %Y}" if content.updated_by else "",
    )


def _preview_url(content: Content, *, fresh: bool) -> str:
    """Where the publishing pages render an entry as it stands; nothing before its first save."""
    if fresh or not content.is_page:
        return ""
    try:
        return reverse("studio:preview", args=[content.site.name, content.pk])
    except NoReverseMatch:
        return ""

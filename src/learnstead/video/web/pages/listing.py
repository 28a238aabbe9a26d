"""The collections a person sees as theirs, and the form of one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from learnstead.kernel import clock
from learnstead.people.models import Group
from learnstead.people.web.current import person
from learnstead.video.domain import access, collections
from learnstead.video.domain.collections import Details, NotSaved
from learnstead.video.models import Collection
from learnstead.video.web.numbers import number
from learnstead.video.web.pages.asked import for_collection, private

PER_PAGE = 24
ORDERS = (("recent", "Last changed"), ("title", "Title"), ("created", "Newest"))
SWITCHES = ("is_logged_in_only", "is_public", "include_in_learn", "for_shorts", "allow_share_openedx", "mail_admins")


@login_required
@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """List, search and sort."""
    text, order = (request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "sort"))
    user = person(request)
    shown = collections.listing(user, text=text, order=order)
    context = {
        **paged(request, shown, per_page=PER_PAGE),
        "q": text,
        "sort": order or "recent",
        "orders": ORDERS,
        "may_begin": access.may_begin(user),
        "any": bool(text) or access.listed(user).exists(),
    }
    return private(render(request, "video/collections.html", context))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collection_new(request: HttpRequest) -> HttpResponse:
    """Ask for a title and who may watch; make the collection."""
    user = person(request)
    if not access.may_begin(user):
        return render(request, "video/may_not_begin.html", status=403)
    if request.method != "POST":
        return _form(request, Collection(owner=user))
    try:
        made = collections.create(details=_details(request), by=user, at=clock.now())
    except NotSaved as problem:
        return _form(request, Collection(owner=user), problem)
    messages.success(request, f"“{made}” is there. Now bring the first video.")
    return redirect("video:collection", made.hexkey)


@for_collection(edit=True)
@require_http_methods(["GET", "HEAD", "POST"])
def collection_edit(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Change what the form holds."""
    if request.method != "POST":
        return _form(request, collection)
    try:
        collections.change(collection=collection, details=_details(request), by=person(request), at=clock.now())
    except NotSaved as problem:
        return _form(request, collection, problem)
    messages.success(request, "The collection is saved.")
    return redirect("video:collection", collection.hexkey)


def paged(request: HttpRequest, items: Any, *, per_page: int) -> dict[str, Any]:
    """The page asked for by ``?page=``; out of range means the nearest one."""
    paginator = Paginator(items, per_page)
    page = paginator.get_page(request.GET.get("page"))
    return {"page": page, "pages": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))}


def offered_groups(request: HttpRequest, kept: set[int]) -> list[Group]:
    """The groups somebody may give access to: their own and those that have it; for staff every group."""
    user = person(request)
    if user.is_staff or user.is_superuser:
        return list(Group.objects.all())
    return list(Group.objects.filter(pk__in={*user.group_memberships.values_list("group_id", flat=True), *kept}))


def chosen_groups(request: HttpRequest, name: str, *, kept: set[int]) -> tuple[int, ...]:
    """The groups ticked in a form, of those that were offered: an id that was not is no way into a group's videos."""
    offered = {group.pk for group in offered_groups(request, kept)}
    typed = [number(text) for text in request.POST.getlist(name)]
    return tuple(pk for pk in typed if pk is not None and pk in offered)


def _details(request: HttpRequest) -> Details:
    posted = {name: request.POST.get(name, "").replace("\x00", "").strip() for name in request.POST}
    switches = {name: name in posted for name in SWITCHES}
    return Details(
        title=posted.get("title", ""),
        description=posted.get("description", ""),
        stream_source=posted.get("stream_source", ""),
        edx_course_id=posted.get("edx_course_id", ""),
        originals_years=_years(posted.get("originals_years", "")),
        embed_domains=posted.get("embed_domains", "").split(),
        view_groups=chosen_groups(request, "view_groups", kept=_kept(request)),
        admin_groups=chosen_groups(request, "admin_groups", kept=_kept(request)),
        **switches,
    )


def _years(typed: str) -> int | None:
    """A number that is none is told to be too small."""
    years = number(typed)
    return -1 if typed and years is None else years


def _kept(request: HttpRequest) -> set[int]:
    """The groups that the collection of this form has already."""
    key = request.resolver_match.kwargs.get("key") if request.resolver_match else None
    found = Collection.objects.filter(key=key).first() if key else None
    return (
        {group.pk for name in ("view_groups", "admin_groups") for group in getattr(found, name).all()}
        if found
        else set()
    )


def _form(request: HttpRequest, collection: Collection, problem: NotSaved | None = None) -> HttpResponse:
    saved = {
        name: {group.pk for group in getattr(collection, name).all()} if collection.pk else set()
        for name in ("view_groups", "admin_groups")
    }
    ticked = (
        {name: set(chosen_groups(request, name, kept=set.union(*saved.values()))) for name in saved}
        if problem
        else saved
    )
    domains = request.POST.get("embed_domains", "") if problem else "\n".join(collection.embed_domains)
    context = {
        "collection": collection,
        "problems": problem.problems if problem else {},
        "groups": offered_groups(request, set.union(*saved.values())),
        "ticked": ticked,
        "domains": domains,
        "sources": Collection.StreamSource.choices,
    }
    return render(request, "video/collection_form.html", context, status=400 if problem else 200)

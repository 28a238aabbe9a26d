"""The first page of a course, and its collections."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import select_template
from django.urls import reverse

from learnstead.studio.domain import collections, site_lists
from learnstead.studio.domain.starters import Collection, SiteSchema, Widget, schema_of
from learnstead.studio.models import Content, Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.frame import show
from learnstead.studio.web.paging import paged

PER_PAGE = 25
ORDERS = (("title", "By title"), ("recent", "Last edited"), ("created", "Newest"))


@for_site("view")
def site_home(request: HttpRequest, site: Site) -> HttpResponse:
    """Show what the course consists of and how it stands."""
    schema = schema_of(site.starter)
    recent = [(reverse("studio:edit", args=[site.name, one.pk]), one) for one in collections.recent(site=site)]
    return show(
        request,
        "studio/site_home.html",
        site,
        categories=_categories(site, schema),
        recent=recent,
        unpublished=site_lists.edits_not_live(site),
        publish_partial=select_template(["studio/_publish.html", "studio/_nothing.html"]),
    )


def _categories(site: Site, schema: SiteSchema) -> list[tuple[str, list[dict[str, Any]]]]:
    facts = collections.overview(site=site)
    found: dict[str, list[dict[str, Any]]] = {}
    for collection in schema.collections:
        cards = found.setdefault(collection.category, [])
        if collection.folder:
            url = reverse("studio:collection", args=[site.name, collection.name])
            cards.append({"label": collection.label, "url": url, "number": 0, **facts.get(collection.name, {})})
        for single in collection.files:
            url = reverse("studio:settings", args=[site.name, single.name])
            saved_at = facts.get(single.name, {}).get("saved_at")
            cards.append({"label": single.label, "url": url, "help": single.file, "saved_at": saved_at})
    return list(found.items())


@for_site("view")
def collection_page(request: HttpRequest, site: Site, collection: str) -> HttpResponse:
    """List the entries of one collection."""
    found = collection_of(site, collection)
    text, order, kind = (request.GET.get(name, "").strip() for name in ("q", "sort", "kind"))
    rows = collections.listing(site=site, type=found.name, text=text, kind=kind, order=order)
    total = collections.listing(site=site, type=found.name).count()
    return show(
        request,
        "studio/collection.html",
        site,
        collection=found,
        chips=_chips(site, found, total),
        total=total,
        undo=_just_deleted(request, site),
        q=text,
        sort=order or "title",
        kind=kind,
        orders=ORDERS,
        takes_files=any(field.widget is Widget.FILE for field in found.fields),
        **paged(request, rows, per_page=PER_PAGE),
    )


def _just_deleted(request: HttpRequest, site: Site) -> Content | None:
    """The entry whose deletion led here, while it can be undone."""
    try:
        wanted = UUID(request.GET.get("deleted", ""))
    except ValueError:
        return None
    return collections.trash(site=site).filter(pk=wanted).first()


def _chips(site: Site, collection: Collection, total: int) -> list[tuple[str, str, int]]:
    kinds = [(kind, kind, number) for kind, number in collections.kinds(site=site, type=collection.name)]
    drafts = collections.listing(site=site, type=collection.name, kind="draft").count()
    return [("", "All", total), *kinds, *([("draft", "Drafts", drafts)] if drafts else [])]


def collection_of(site: Site, name: str) -> Collection:
    """The collection of this name, or 404."""
    found = schema_of(site.starter).collection(name)
    if found is None:
        raise Http404(f"The starter of “{site.title}” has no collection “{name}”.")
    return found

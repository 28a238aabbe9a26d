"""The entries of a site by collection: counted, listed, searched."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from learnstead.studio.models import Content, Site

ORDERS = {"title": ("title", "filename"), "recent": ("-updated_at",), "created": ("-created_at",)}


def entries(*, site: Site) -> QuerySet[Content]:
    """Everything of the site that is not in its trash."""
    return Content.objects.filter(site=site, deleted_at=None)


def counts(*, site: Site) -> dict[str, int]:
    """How many entries each type has."""
    return dict(entries(site=site).order_by().values_list("type").annotate(number=Count("pk")))


def overview(*, site: Site) -> dict[str, dict[str, Any]]:
    """For each type: how many entries, how many of them drafts, and when one was last saved."""
    rows = entries(site=site).order_by().values("type")
    rows = rows.annotate(
        number=Count("pk"), drafts=Count("pk", filter=Q(metadata__draft=True)), saved_at=Max("updated_at")
    )
    return {row["type"]: dict(row) for row in rows}


def listing(*, site: Site, type: str, text: str = "", kind: str = "", order: str = "title") -> QuerySet[Content]:  # noqa: A002 - the model's word
    """Entries of one type, by words of title or file name and by their resourcetype ("draft" means drafts)."""
    rows = entries(site=site).filter(type=type).select_related("updated_by").defer("markdown", "verbatim")
    if kind == "draft":
        rows = rows.filter(metadata__draft=True)
    elif kind:
        rows = rows.filter(metadata__resourcetype=kind)
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(filename__icontains=word) | Q(text_id=word))
    return rows.order_by(*ORDERS.get(order, ORDERS["title"]))


def kinds(*, site: Site, type: str) -> list[tuple[str, int]]:  # noqa: A002 - the model's word
    """The resourcetypes in use among entries of one type, with their counts."""
    rows = entries(site=site).filter(type=type).order_by().values_list("metadata__resourcetype")
    return sorted((kind, number) for kind, number in rows.annotate(number=Count("pk")) if kind)


def recent(*, site: Site, limit: int = 8) -> QuerySet[Content]:
    """What was saved last, by whom."""
    return entries(site=site).select_related("updated_by").defer("markdown", "verbatim").order_by("-updated_at")[:limit]


def trash(*, site: Site) -> QuerySet[Content]:
    """What was deleted and can be brought back, latest first."""
    deleted = Content.objects.filter(site=site, deleted_at__isnull=False)
    return deleted.select_related("updated_by").defer("markdown", "verbatim").order_by("-deleted_at")

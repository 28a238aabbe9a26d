"""Content that other content points at: looked up by id, and found by words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When

from learnstead.studio.domain.starters import Field
from learnstead.studio.models import Content, Site

LIMIT = 20
PART = "|"


@dataclass(frozen=True)
class Related:
    """One entry that is pointed at. ``known`` is false when this installation has nothing under that id."""

    text_id: str
    title: str
    site: str
    site_title: str = ""
    kind: str = ""
    known: bool = True


def resolve(*, keys: Sequence[str], website: str) -> list[Related]:
    """The entries behind ``keys`` ("id" in ``website``, or "id|site"), in their order, also the unknown ones."""
    pairs = [(key.split(PART, 1)[0], key.split(PART, 1)[1] if PART in key else website) for key in keys]
    ids, sites = {text_id for text_id, _ in pairs}, {site for _, site in pairs}
    rows = Content.objects.filter(text_id__in=ids, site__name__in=sites, deleted_at=None).select_related("site")
    found = {(row.text_id, row.site.name): row for row in rows}
    return [
        _related(found[pair]) if pair in found else Related(pair[0], f"Unknown ({pair[0][:8]}…)", pair[1], known=False)
        for pair in pairs
    ]


def candidates(*, site: Site, field: Field, text: str, limit: int = LIMIT) -> list[Related]:
    """Entries that a relation field may point at, best matches of ``text`` first."""
    rows = _within(site, field)
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(filename__icontains=word) | Q(text_id=word))
    return [_related(row) for row in rows.order_by("title", "filename")[:limit]]


def linkable(*, site: Site, types: Iterable[str], text: str, kind: str = "", limit: int = 30) -> list[Related]:
    """Entries of a site that a page can link or embed, for the editor's picker; ``kind`` is a resourcetype."""
    rows = Content.objects.filter(site=site, deleted_at=None, is_page=True).select_related("site")
    if wanted := [one for one in types if one]:
        rows = rows.filter(type__in=wanted)
    if kind:
        rows = rows.filter(metadata__resourcetype=kind)
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(filename__icontains=word) | Q(text_id=word))
    pages_first = Case(When(type="page", then=0), default=1)
    return [_related(row) for row in rows.order_by(pages_first, "title", "filename")[:limit]]


def _within(site: Site, field: Field) -> QuerySet[Content]:
    rows = Content.objects.filter(deleted_at=None, is_page=True).select_related("site")
    if not field.cross_site:
        rows = rows.filter(site__name=field.website or site.name)
    if field.collections:
        rows = rows.filter(type__in=field.collections)
    if field.filter:
        rows = rows.filter(metadata__contains={field.filter.field: field.filter.value})
    return rows


def _related(row: Content) -> Related:
    kind = row.metadata.get("resourcetype") if row.type == "resource" else row.type
    return Related(
        text_id=row.text_id,
        title=str(row),
        site=row.site.name,
        site_title=row.site.title,
        kind=str(kind or row.type).replace("_", " ").replace("-", " "),
    )


def site_titles(*, paths: Iterable[str]) -> dict[str, str]:
    """Titles of the sites at these addresses; unknown ones are left out."""
    return dict(Site.objects.filter(url_path__in=list(paths)).values_list("url_path", "title"))


def find_sites(*, text: str, limit: int = LIMIT) -> list[tuple[str, str]]:
    """Address and title of sites by words of their title."""
    rows = Site.objects.all()
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(short_id__icontains=word))
    return list(rows.order_by("title").values_list("url_path", "title")[:limit])

"""File names of pages: made from their titles, never taken twice, followed by the menus."""

from collections.abc import Mapping
from typing import Any

from learnstead.kernel.slugs import FILENAME_LENGTH, slug_for
from learnstead.studio.domain.addresses import FORBIDDEN_FILENAMES, first_free
from learnstead.studio.domain.starters import SiteSchema
from learnstead.studio.models import Content

SECTION = "_index"
RENAMED_TYPE = "page"


def filename_for(content: Content, schema: SiteSchema) -> str:
    """The file name a content should have, by its title or the field its collection names; made free in its folder."""
    collection = schema.collection(content.type)
    field = collection.slug if collection else "title"
    source = {"title": content.title, "text_id": content.text_id}.get(field) or content.metadata.get(field)
    wanted = slug_for(str(source or content.title)) or content.type
    if wanted in FORBIDDEN_FILENAMES or f"_{wanted}" in FORBIDDEN_FILENAMES:
        wanted = f"{wanted}-page"
    return first_free(wanted, taken_in(content), length=FILENAME_LENGTH)


def taken_in(content: Content) -> set[str]:
    """Names in the content's folder: of files, of those in the trash too, and of sections below it."""
    others = Content.objects.filter(site_id=content.site_id).exclude(pk=content.pk)
    files = others.filter(dirpath=content.dirpath).values_list("filename", flat=True)
    below = others.filter(dirpath__startswith=f"{content.dirpath}/").values_list("dirpath", flat=True).distinct()
    sections = {folder[len(content.dirpath) + 1 :].partition("/")[0] for folder in below}
    return {name.lower() for name in {*files, *sections}}


def follows_its_title(content: Content) -> bool:
    """Whether a new title means a new file name: for pages, except the page of a section."""
    return content.is_page and content.type == RENAMED_TYPE and content.filename != SECTION


def address_of(content: Content, schema: SiteSchema) -> str:
    """Where a page is in its site, as menus have it: "/pages/syllabus"."""
    folder = content.dirpath.removeprefix(schema.content_dir).strip("/")
    parts = [part for part in (folder, "" if content.filename == SECTION else content.filename) if part]
    return "/" + "/".join(parts)


def menus_following(
    metadata: Mapping[str, Any], *, text_id: str, old: tuple[str, str], new: tuple[str, str]
) -> dict[str, Any]:
    """Menus whose entries for a page lead to its new address, and bear its new title if they bore the old one.

    ``old`` and ``new`` are address and title.
    """
    return {
        name: [_following(entry, text_id, old, new) for entry in entries] if isinstance(entries, list) else entries
        for name, entries in metadata.items()
    }


def _following(entry: Any, text_id: str, old: tuple[str, str], new: tuple[str, str]) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    followed = dict(entry)
    leads_here = entry.get("identifier") == text_id
    for key in ("pageRef", "url"):
        if str(entry.get(key, "")).rstrip("/") == old[0]:
            followed[key] = new[0] + ("/" if str(entry[key]).endswith("/") else "")
            leads_here = True
    if leads_here and entry.get("name") == old[1]:
        followed["name"] = new[1]
    return followed

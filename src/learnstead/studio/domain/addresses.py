"""Where sites and pages are published, and which names are not free for that."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from learnstead.kernel.slugs import slug_for
from learnstead.studio.domain.starters import SiteSchema, site_name_for

# The first parts of the product's own addresses; see the URL configuration.
RESERVED = frozenset(
    {
        "account", "admin", "api", "catalogue", "collections", "drafts", "favicon-ico", "git", "healthz", "media",
        "oembed", "people", "readyz", "robots-txt", "search", "sign-in", "sign-out", "static", "studio", "videos",
        "webhooks",
    }
)  # fmt: skip
FORBIDDEN_FILENAMES = frozenset({"index", "_index"})
SHORT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
URL_PATH_PART = re.compile(r"[a-z0-9][a-z0-9._~-]*")


def address_of_file(path: str) -> str:
    """Two files with the same value here would be published at the same address."""
    stem = path.removesuffix(".md").lower()
    for last in ("/_index", "/index"):
        stem = stem.removesuffix(last)
    return stem


def url_path_for(schema: SiteSchema, name: str) -> str:
    """The default address of a site."""
    return f"{schema.root_url_path}/{name}" if schema.root_url_path else name


def problem_with_url_path(url_path: str) -> str | None:
    """Why a site cannot be published here; None when it can."""
    parts = url_path.split("/")
    if not all(URL_PATH_PART.fullmatch(part) for part in parts):
        return f"'{url_path}' must be lower-case letters, digits and hyphens, joined by '/'"
    if slug_for(parts[0]) in RESERVED:
        return f"'{parts[0]}' is an address of the platform itself"
    return None


def name_and_url_path(
    *, schema: SiteSchema, short_id: str, metadata: Mapping[str, Mapping[str, Any]]
) -> tuple[str, str]:
    """What a site with this metadata is called: as it says itself, as its image says, or by the starter's format."""
    facts = metadata.get("sitemetadata", {})
    url_path = str(facts.get("site_url_path") or "").strip("/")
    if url_path and not problem_with_url_path(url_path):
        return slug_for(url_path.rpartition("/")[2], length=255), url_path
    image = facts.get("course_image")
    name = slug_for(str(image.get("website") or ""), length=255) if isinstance(image, Mapping) else ""
    if not name:
        formatted = site_name_for(schema, metadata)
        name = formatted if formatted and "[" not in formatted else slug_for(short_id, length=255)
    return name, url_path_for(schema, name)


def first_free(wanted: str, taken: Iterable[str], *, length: int) -> str:
    """``wanted``, or with the first number from 2 on that makes it free."""
    used = set(taken)
    if wanted not in used:
        return wanted
    number = 2
    while True:
        ending = str(number)
        candidate = wanted[: length - len(ending)] + ending
        if candidate not in used:
            return candidate
        number += 1

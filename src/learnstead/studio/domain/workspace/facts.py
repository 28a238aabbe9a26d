"""``data/learnstead.json``: what a theme must know that is not in the course's own repository."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from learnstead.studio.models import Build, Content, Site

FACTS_FILE = "data/learnstead.json"
COURSE_FILE = "data/course.json"
INSTRUCTOR_KEYS = ("first_name", "last_name", "middle_initial", "salutation")


def facts_about(site: Site, *, version: str, commit: str, course: bytes | None, origin: str = "") -> bytes:
    """The facts as JSON; ``course`` is the course's data file, which names instructors of another site.

    ``origin`` is the public address of the host, for canonical links and the site map.
    """
    described = _parsed(course)
    facts: dict[str, Any] = {
        "site": {"name": site.name, "short_id": site.short_id, "url_path": site.url_path, "title": site.title},
        "version": version,
        "commit": commit,
        "origin": origin,
        "search_url": "/search/",
        "instructors": _instructors(described.get("instructors")),
        "sites": _sites(described.values()),
    }
    if version == Build.Version.DRAFT:
        facts["studio_url"] = f"/studio/{site.name}/"
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, indent=1).encode()


def _parsed(course: bytes | None) -> Mapping[str, Any]:
    """An empty mapping for a file that is not JSON: Hugo will say so, with the line."""
    try:
        described = json.loads(course or b"{}")
    except ValueError:
        return {}
    return described if isinstance(described, dict) else {}


def _instructors(relation: Any) -> dict[str, dict[str, str]]:
    """The instructors' names by uuid; of two sites that have the same uuid, the one the course names wins."""
    if not isinstance(relation, dict):
        return {}
    wanted = relation.get("content")
    uuids = [str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted or "")]
    found = Content.objects.filter(text_id__in=uuids, deleted_at=None).select_related("site").order_by("site__name")
    named = sorted(found, key=lambda content: content.site.name == relation.get("website"))
    return {content.text_id: _name(content) for content in named}


def _name(content: Content) -> dict[str, str]:
    return {"title": content.title, **{key: str(content.metadata.get(key) or "") for key in INSTRUCTOR_KEYS}}


def _sites(values: Iterable[Any]) -> dict[str, str]:
    """Where the sites are published that the course refers to."""
    names = {value["website"] for value in values if isinstance(value, dict) and isinstance(value.get("website"), str)}
    return dict(Site.objects.filter(name__in=names).order_by("name").values_list("name", "url_path"))

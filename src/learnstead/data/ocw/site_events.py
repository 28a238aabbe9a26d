"""What studio says about a site: the body of its webhook, checked and typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learnstead.kernel import untrusted

PUBLISHED, UNPUBLISHED = "site.published", "site.unpublished"
LIVE, DRAFT = "live", "draft"
COURSE = "course"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*(/[A-Za-z0-9][A-Za-z0-9._~-]*)*")


@dataclass(frozen=True)
class SiteEvent:
    """A site went live with a release, or was withdrawn (``release`` is empty then).

    ``number`` is that of the build, which only grows: a rollback is a new build of an old commit. ``media`` is the
    key prefix of the site's uploaded files, when the sender gave it. ``theme`` is the kind of site; only courses are
    catalogued, and a sender that does not say sends courses.
    """

    site: str
    theme: str
    url_path: str
    number: int
    withdrawn: bool
    release: str
    media: str
    build: str
    commit: str

    @property
    def is_course(self) -> bool:
        """Whether the catalogue has a place for it; the root site, say, is not a course."""
        return self.theme == COURSE

    @property
    def version(self) -> str:
        """What the content of the site is called: another build may have the same, but nobody knows before."""
        return f"build {self.number}"

    @property
    def sequence(self) -> int:
        """Orders the events of a site: the withdrawal of a build comes after its publication."""
        return self.number * 2 + self.withdrawn


def event_of(body: Mapping[str, Any]) -> SiteEvent | None:
    """The event, None for one that does not concern the catalogue, or BadPayload saying what is missing."""
    kind = untrusted.line(body, "type")
    data = untrusted.part(body, "data")
    if kind not in {PUBLISHED, UNPUBLISHED}:
        if not kind:
            raise untrusted.BadPayload("it has no 'type'")
        return None
    version = untrusted.line(data, "version")
    if kind == PUBLISHED and version != LIVE:
        if version != DRAFT:
            raise untrusted.BadPayload(f"its data.version must be {LIVE!r} or {DRAFT!r}, not {version!r}")
        return None
    withdrawn = kind == UNPUBLISHED
    return SiteEvent(
        site=_key(data, "site"),
        theme=untrusted.line(data, "theme", longest=60) or COURSE,
        url_path=_key(data, "url_path"),
        number=_number(data),
        withdrawn=withdrawn,
        release="" if withdrawn else _key(data, "release"),
        media="" if withdrawn or not data.get("media") else _key(data, "media"),
        build=untrusted.line(data, "build", longest=64),
        commit=untrusted.line(data, "commit", longest=64),
    )


def _key(data: Mapping[str, Any], name: str) -> str:
    value = untrusted.line(data, name, longest=500).strip("/")
    if not _KEY.fullmatch(value):
        raise untrusted.BadPayload(f"its data.{name} is missing or is not a path: {value!r}")
    return value


def _number(data: Mapping[str, Any]) -> int:
    number = data.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**60:
        raise untrusted.BadPayload(f"its data.number must be the number of the build, not {number!r}")
    return number

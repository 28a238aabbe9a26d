"""Licences by the names people and machines know them by."""

import re
from dataclasses import dataclass

from learnstead.learn.domain.search_documents import offered_by
from learnstead.learn.models import LearningResource, LearningResourceRun

_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", re.IGNORECASE
)
PUBLIC_DOMAIN = {"zero": "CC0", "mark": "Public Domain Mark"}
SPDX = "https://spdx.org/licenses/"


@dataclass(frozen=True)
class Licence:
    """A licence. ``spdx`` is its id in the SPDX list, or empty; so is ``url`` when the source names none."""

    name: str
    spdx: str = ""
    url: str = ""

    @property
    def spdx_url(self) -> str:
        """Where the SPDX list describes it."""
        return f"{SPDX}{self.spdx}.html" if self.spdx else ""


def licence(resource: LearningResource) -> Licence | None:
    """None when nobody says what may be done with it."""
    said = resource.licence
    found = _CREATIVE_COMMONS.match(said)
    if found:
        family, kind, version = (part.lower() for part in found.groups())
        if family == "publicdomain":
            name = PUBLIC_DOMAIN.get(kind, kind)
            return Licence(name=f"{name} {version}", spdx=f"CC0-{version}" if kind == "zero" else "", url=said)
        return Licence(name=f"CC {kind.upper()} {version}", spdx=f"CC-{kind.upper()}-{version}", url=said)
    if said:
        return Licence(name=said, url=said if said.startswith("https://") else "")
    return Licence(name="Creative Commons; its source does not say which") if resource.license_cc else None


def attribution(resource: LearningResource, run: LearningResourceRun | None, address: str) -> str:
    """Title, author, where it is offered and licence in one line, to be copied where the thing is used."""
    people = ", ".join(run.instructors) if run and run.instructors else offered_by(resource)
    known = licence(resource)
    words = [f"“{resource.title}” by {people}" if people else f"“{resource.title}”", address]
    if known:
        words.append(f"{known.name}{f' ({known.url})' if known.url and known.url != known.name else ''}")
    return ", ".join(words)

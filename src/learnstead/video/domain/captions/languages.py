"""Languages of captions, as BCP 47 tags."""

import re

from django.conf.locale import LANG_INFO

from learnstead.kernel.errors import Terminal

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?")
# The first ones offered; any other tag can be typed.
OFFERED = (
    "en",
    "es",
    "fr",
    "de",
    "pt",
    "it",
    "nl",
    "pl",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "hi",
    "tr",
    "vi",
    "zh-hans",
    "ja",
)


class UnknownLanguage(Terminal):
    """It is no language tag."""


def tag(typed: str) -> str:
    """A tag in the way it is written: ``en``, ``pt-BR``, ``zh-Hans``. Raises UnknownLanguage."""
    found = _TAG.fullmatch(typed.strip().replace("_", "-").casefold())
    if found is None:
        raise UnknownLanguage(f"{typed!r} is no language; write a tag like en, pt-BR or zh-Hans")
    script, region = found["script"], found["region"]
    return "-".join(filter(None, (found["language"], script and script.title(), region and region.upper())))


def name(language: str) -> str:
    """What it is called in English; the tag where nobody knows."""
    known = LANG_INFO.get(language.casefold()) or LANG_INFO.get(language.split("-", maxsplit=1)[0].casefold())
    if not known:
        return language
    if "fallback" in known:
        known = LANG_INFO[known["fallback"][0]]
    return str(known["name"])


def choices() -> list[tuple[str, str]]:
    """What a form offers first: tags and names."""
    return [(tag(one), name(one)) for one in OFFERED]

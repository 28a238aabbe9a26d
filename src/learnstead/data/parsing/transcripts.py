"""Transcripts that podcast feeds point to."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from learnstead.data.parsing.captions import lines_spoken
from learnstead.data.parsing.html import plain_text
from learnstead.data.snapshot import Payload

# The best first: text without times needs no guessing.
KINDS = ("text/plain", "text/vtt", "application/x-subrip", "text/html")
OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {"application/srt": "application/x-subrip", "text/srt": "application/x-subrip"}
)
BY_ENDING: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "text/plain",
        ".vtt": "text/vtt",
        ".srt": "application/x-subrip",
        ".html": "text/html",
        ".htm": "text/html",
    }
)


def named_in(item: Element) -> tuple[str, str]:
    """Address and kind of the best English transcript of an episode; empty without one."""
    found = [tag for tag in item if tag.tag.rpartition("}")[2] == "transcript" and _is_ours(tag)]
    ranked = sorted(found, key=lambda tag: KINDS.index(_kind(tag)))
    return (ranked[0].get("url", ""), _kind(ranked[0])) if ranked else ("", "")


def words_of(payload: Payload | None) -> str:
    """What is said in a transcript, without times; empty without one."""
    if payload is None:
        return ""
    kind = payload.exchange.about["kind"]
    if kind == "text/html":
        return plain_text(payload.text)
    if kind == "text/plain":
        return payload.text.strip()
    return spoken(payload.text)


def spoken(cues: str) -> str:
    """The words of WebVTT or SubRip, one line to a line; what a rolling caption says twice is said once."""
    return "\n".join(lines_spoken(cues))


def _is_ours(tag: Element) -> bool:
    return (
        (tag.get("url") or "").startswith("https://")
        and _kind(tag) in KINDS
        and (tag.get("language") or "en").casefold().startswith("en")
    )


def _kind(tag: Element) -> str:
    told = (tag.get("type") or "").split(";")[0].strip().casefold()
    told = OTHER_NAMES.get(told, told)
    ending = PurePosixPath(urlsplit(tag.get("url") or "").path).suffix.casefold()
    return told if told in KINDS else BY_ENDING.get(ending, "")

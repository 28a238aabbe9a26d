"""Answers to requests for a part of a file (RFC 9110, section 14)."""

import re
from collections.abc import Mapping
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from learnstead.ports.egress import FetchFailed, FetchRefused, Response
from learnstead.ports.remote_files import PIECE, Piece

PARTIAL = 206
CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
PAGES = ("text/", "application/json", "application/xml", "application/xhtml")


def wanted(start: int) -> str:
    """The Range header for the piece at ``start``."""
    return f"bytes={start}-{start + PIECE - 1}"


def piece_of(answer: Response, *, what: str, most_bytes: int, version: str = "", name: str = "") -> Piece:
    """An answer as a piece; it raises, and removes what came, when the file is too large or no file at all."""
    try:
        start, total = _place(answer, what)
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        _must_be_a_file(what, media_type=media_type, total=total, most_bytes=most_bytes)
    except (FetchFailed, FetchRefused):
        answer.body.unlink(missing_ok=True)
        raise
    return Piece(
        start=start,
        body=answer.body,
        size=answer.size,
        total=total,
        version=version or version_of(answer.headers),
        name=name or name_of(answer),
        media_type=media_type,
    )


def version_of(headers: Mapping[str, str]) -> str:
    """What a later request can be made conditional on: a strong ETag, else the date."""
    tag = headers.get("etag", "")
    return headers.get("last-modified", "") if not tag or tag.startswith("W/") else tag


def name_of(answer: Response) -> str:
    """The file's name: as the server suggests it, else the end of the address."""
    said = Message()
    said["content-disposition"] = answer.headers.get("content-disposition", "")
    suggested = said.get_filename() or unquote(urlsplit(answer.url).path)
    return PurePosixPath(suggested.replace("\\", "/")).name


def _must_be_a_file(what: str, *, media_type: str, total: int, most_bytes: int) -> None:
    if media_type.startswith(PAGES):
        raise FetchRefused(f"{what} is a page ({media_type}) and no video; give the address of the file itself")
    if total > most_bytes:
        raise FetchRefused(f"{what} has {total:,} bytes; at most {most_bytes:,} are taken")


def _place(answer: Response, what: str) -> tuple[int, int]:
    """Where the bytes belong, and how many there are altogether."""
    if answer.status != PARTIAL:
        return 0, answer.size
    found = CONTENT_RANGE.fullmatch(answer.headers.get("content-range", ""))
    if not found:
        raise FetchFailed(f"{what} answered with a part and did not say which")
    first, last, total = map(int, found.groups())
    if last - first + 1 != answer.size:
        raise FetchFailed(f"{what} promised {last - first + 1:,} bytes and sent {answer.size:,}")
    return first, total

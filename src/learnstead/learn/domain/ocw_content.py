"""Reads the ``data.json`` of a page or a resource, with the video keys of before and after July 2026."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from learnstead.learn.domain import text_extraction, untrusted
from learnstead.learn.domain.site_records import ContentRecord

CAPTIONS = {".vtt", ".srt"}
PLAIN = {".txt", ".md", ".csv"}
READABLE = CAPTIONS | PLAIN | {".html", ".htm"}
# Files that belong to a video and are read as its transcript, not as documents of their own.
COMPANIONS = {"3play caption file", "3play pdf file"}
LONGEST_TEXT = 2_000_000
LONGEST_TITLE = 1000

# Given the name of a media file, its bytes, or None when it is not there or too large.
ReadMedia = Callable[[str], bytes | None]


def page_record(key: str, data: Mapping[str, Any]) -> ContentRecord:
    """A page or a section."""
    return ContentRecord(
        key=key,
        uid=untrusted.line(data, "uid", longest=64),
        title=_title(data),
        description=_description(data),
        text=text_extraction.text_of_html(untrusted.text(data, "content"))[:LONGEST_TEXT],
        content_type="page",
        file_url="",
        file_type="",
        file_extension="",
        content_tags=untrusted.labels(data, "learning_resource_types"),
        youtube_id="",
    )


def resource_record(key: str, data: Mapping[str, Any], *, read_media: ReadMedia) -> ContentRecord | None:
    """A file or a video; None for what only accompanies another resource."""
    kind = untrusted.line(data, "resourcetype").casefold()
    video = untrusted.part(data, "video_files")
    file = untrusted.line(data, "file", longest=2048) or untrusted.line(video, "archive_url", longest=2048)
    title = untrusted.line(data, "title") or _name(file)[:LONGEST_TITLE] or _title(data)
    if title.casefold() in COMPANIONS:
        return None
    extension = PurePosixPath(_name(file)).suffix.casefold()[:32]
    return ContentRecord(
        key=key,
        uid=untrusted.line(data, "uid", longest=64),
        title=title,
        description=_description(data),
        text=_text(data, file=file, read_media=read_media)[:LONGEST_TEXT],
        content_type="video" if kind == "video" else "pdf" if extension == ".pdf" else "file",
        file_url=file,
        file_type=untrusted.line(data, "file_type", longest=200),
        file_extension=extension,
        content_tags=untrusted.labels(data, "learning_resource_types"),
        youtube_id=untrusted.line(untrusted.part(data, "video_metadata"), "youtube_id", longest=40),
    )


def _title(data: Mapping[str, Any]) -> str:
    title = untrusted.line(data, "title")
    if not title:
        raise untrusted.BadPayload("it has no title")
    return title


def _description(data: Mapping[str, Any]) -> str:
    return text_extraction.tidy(untrusted.text(data, "description"))[:10_000]


def _text(data: Mapping[str, Any], *, file: str, read_media: ReadMedia) -> str:
    """What is written about it, then what is in it: the file itself, or the words of the video."""
    found = [text_extraction.text_of_html(untrusted.text(data, "content"))]
    if PurePosixPath(_name(file)).suffix.casefold() in READABLE:
        found.append(_text_of_file(file, read_media))
    spoken = (_text_of_file(track, read_media) for track in _tracks(data))
    found.append(next((words for words in spoken if words), ""))
    return "\n".join(filter(None, found))


def _tracks(data: Mapping[str, Any]) -> Iterator[str]:
    """Transcripts, then captions; each by the newer keys first."""
    video = untrusted.part(data, "video_files")
    for name in ("transcript", "captions"):
        for item in untrusted.parts(video, f"video_{name}_resources"):
            yield untrusted.line(item, "file", longest=2048)
        yield untrusted.line(video, f"video_{name}_file", longest=2048)


def _text_of_file(address: str, read_media: ReadMedia) -> str:
    extension = PurePosixPath(_name(address)).suffix.casefold()
    content = read_media(_name(address)) if extension in READABLE else None
    if content is None:
        return ""
    words = content.decode("utf-8-sig", errors="replace")
    if extension in CAPTIONS:
        return text_extraction.text_of_captions(words)
    return text_extraction.tidy(words) if extension in PLAIN else text_extraction.text_of_html(words)


def _name(address: str) -> str:
    """The file name in an address or a path."""
    try:
        return PurePosixPath(unquote(urlsplit(address).path)).name
    except ValueError:
        return ""

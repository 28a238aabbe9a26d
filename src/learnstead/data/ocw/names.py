"""The names of files that a site offers: which of them have text, and what kind of text."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from learnstead.kernel import untrusted

CAPTIONS = {".vtt", ".srt"}
PLAIN = {".txt", ".md", ".csv", ".tex"}
MARKUP = {".html", ".htm"}
DOCUMENTS = {".pdf", ".doc", ".docx", ".ppt", ".pptx", ".odt", ".odp", ".rtf", ".epub"}
WRITTEN = CAPTIONS | PLAIN | MARKUP
LONGEST_ADDRESS = 2048


def name_in(address: str) -> str:
    """The file name in an address or a path."""
    try:
        return PurePosixPath(unquote(urlsplit(address).path)).name
    except ValueError:
        return ""


def ending(name: str) -> str:
    """The ending of a name in small letters; captions of old are called ``..._webvtt``."""
    return ".vtt" if name.endswith("_webvtt") else PurePosixPath(name).suffix.casefold()[:32]


def file_of(data: Mapping[str, Any]) -> str:
    """The address of the file a resource offers."""
    video = untrusted.part(data, "video_files")
    return untrusted.line(data, "file", longest=LONGEST_ADDRESS) or untrusted.line(
        video, "archive_url", longest=LONGEST_ADDRESS
    )


def tracks_of(data: Mapping[str, Any]) -> Iterator[str]:
    """The names of files with the words of a video: transcripts, then captions; each by the newer keys first."""
    video = untrusted.part(data, "video_files")
    for name in ("transcript", "captions"):
        for item in untrusted.parts(video, f"video_{name}_resources"):
            yield name_in(untrusted.line(item, "file", longest=LONGEST_ADDRESS))
        yield name_in(untrusted.line(video, f"video_{name}_file", longest=LONGEST_ADDRESS))

"""What is inside a course: its pages, files and videos, with the video keys of before and after July 2026."""

from collections.abc import Callable, Mapping
from hashlib import md5
from typing import Any

from msgspec import UNSET, UnsetType

from learnstead.data.normalising import Texts
from learnstead.data.ocw import names
from learnstead.data.ocw.bundle import Bundle
from learnstead.data.ocw.course import OCW
from learnstead.data.parsing.captions import text_of_captions
from learnstead.kernel import prose, untrusted
from learnstead.kernel.contracts import ContentFile, ContentParent, key_of
from learnstead.kernel.contracts.records import BrokenContract
from learnstead.ports.text_extraction import NoText

# Files that belong to a video and are read as its transcript, not as documents of their own.
COMPANIONS = {"3play caption file", "3play pdf file"}
LONGEST_TEXT = 2_000_000
LONGEST_TITLE = 1000
LONGEST_DESCRIPTION = 10_000


class Contents:
    """The content files of one site. ``bytes_of`` gives the bytes of a payload by its SHA-256."""

    def __init__(self, bundle: Bundle, *, run_id: str, texts: Texts, bytes_of: Callable[[str], bytes]) -> None:
        self._bundle, self._texts, self._bytes_of = bundle, texts, bytes_of
        self._parent = ContentParent(platform=bundle.platform, run_id=run_id)

    def key(self, folder: str) -> str:
        """What the record of a folder is called in its run."""
        return folder if self._bundle.platform == "learnstead" else f"{self._bundle.path}/{folder}/"

    def record_key(self, folder: str) -> str:
        """What the record of a folder is called in the source."""
        return key_of(ContentFile(parent=self._parent, key=self.key(folder), etl_source="ocw"))

    def page(self, item: tuple[str, Mapping[str, Any]]) -> ContentFile:
        """A page or a section."""
        folder, data = item
        title = _title(data)
        return self._file(
            folder,
            data,
            title=title,
            content_type="page",
            description=_short(untrusted.text(data, "description")),
            content=prose.text_of_html(untrusted.text(data, "content")),
        )

    def resource(self, item: tuple[str, Mapping[str, Any]]) -> ContentFile | None:
        """A file or a video; None for what only accompanies another resource, and for a file that is not there."""
        folder, data = item
        address = names.file_of(data)
        name = names.name_in(address)
        title = untrusted.line(data, "title") or name[:LONGEST_TITLE] or _title(data)
        kind = untrusted.line(data, "resourcetype") or untrusted.line(data, "resource_type")
        is_video = kind.casefold() == "video"
        if title.casefold() in COMPANIONS or not (is_video or self._is_there(name)):
            return None
        ending = names.ending(name)
        youtube = untrusted.line(untrusted.part(data, "video_metadata"), "youtube_id", longest=40)
        return self._file(
            folder,
            data,
            title=title,
            content_type="video" if is_video else "pdf" if ending == ".pdf" else "file",
            description=_short(untrusted.text(data, "description"))
            or _short(prose.text_of_html(untrusted.text(data, "content"))),
            content=self._words_of_video(data) if is_video else self._text_in(name),
            file_url=address or None,
            file_type=untrusted.line(data, "file_type", longest=200) or None,
            file_extension=ending or None,
            youtube_id=youtube or None,
            image_src=f"https://i.ytimg.com/vi/{youtube}/hqdefault.jpg" if youtube else None,
        )

    def _file(self, folder: str, data: Mapping[str, Any], *, content: str | UnsetType, **said: Any) -> ContentFile:
        key = self.key(folder)
        text = content if content is UNSET else content[:LONGEST_TEXT]
        return ContentFile(
            parent=self._parent,
            key=key,
            etl_source="ocw",
            url=f"/{self._bundle.path}/{folder}/" if self._bundle.platform == "learnstead" else f"{OCW}/{key}",
            content_title=said["title"],
            content=text,
            checksum=UNSET if text is UNSET else md5(text.encode(), usedforsecurity=False).hexdigest(),
            content_tags=list(untrusted.labels(data, "learning_resource_types")),
            published=True,
            **said,
        )

    def _is_there(self, name: str) -> bool:
        """A file of the real OCW must be in its bucket; one of ours may lie anywhere."""
        if self._bundle.platform == "learnstead":
            return True
        beside = self._bundle.documents.get(name)
        return name in self._bundle.texts or (beside is not None and not beside.missing)

    def _words_of_video(self, data: Mapping[str, Any]) -> str | UnsetType:
        """What is said in it: from the first file that has any prose."""
        for name in sorted(filter(None, names.tracks_of(data)), key=lambda name: name not in self._bundle.texts):
            spoken = self._text_in(name)
            if spoken is not UNSET and spoken:
                return spoken
        return ""

    def _text_in(self, name: str) -> str | UnsetType:
        """What is written in a file; UNSET when nobody can read it, so that what was read before stays."""
        ending = names.ending(name)
        if name in self._bundle.texts:
            return _plain(self._bundle.texts[name], ending)
        document = self._bundle.documents.get(name)
        if document is None or not document.sha256:
            return ""
        try:
            found = self._texts.of(self._bytes_of(document.sha256), file_name=name)
        except NoText:
            return UNSET
        return prose.tidy(found.text)


def _plain(text: str, ending: str) -> str:
    if ending in names.CAPTIONS:
        return text_of_captions(text, file_name=f"captions{ending}")
    return prose.tidy(text) if ending in names.PLAIN else prose.text_of_html(text)


def _title(data: Mapping[str, Any]) -> str:
    title = untrusted.line(data, "title")
    if not title:
        raise BrokenContract("it has no title")
    return title


def _short(text: str) -> str:
    return prose.tidy(text)[:LONGEST_DESCRIPTION]

"""One file as content: what is read from it, and what is written for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Protocol

from learnstead.studio.domain.serialisation.front_matter import MarkdownFile, split
from learnstead.studio.domain.serialisation.json_text import dump_json, load_json
from learnstead.studio.domain.serialisation.storable import check_storable, survives_storage
from learnstead.studio.domain.serialisation.unreadable import Unreadable
from learnstead.studio.domain.serialisation.yaml_patch import patched_yaml
from learnstead.studio.domain.serialisation.yaml_text import dump_yaml, load_yaml
from learnstead.studio.domain.starters import SiteSchema

OWN_KEYS = ("uid", "title", "content_type")
TITLE_LENGTH = 512


class Written(Protocol):
    """What ``text_of`` needs to know of a content; the model has it, and so has ``Parsed``."""

    text_id: Any
    type: Any
    title: Any
    markdown: Any
    metadata: Any
    is_page: Any
    dirpath: Any
    filename: Any
    verbatim: Any


@dataclass
class Parsed:
    """What a file says; ``text_id`` is empty when the file has no uid of its own."""

    text_id: str
    type: str
    title: str
    markdown: str
    metadata: dict[str, Any]
    is_page: bool
    dirpath: str
    filename: str
    verbatim: str | None


def parse(path: str, text: str, schema: SiteSchema) -> Parsed:
    """Read one file of a repository; Unreadable names the file and the line at fault."""
    try:
        parsed = _page(path, text, schema) if path.endswith(".md") else _singleton(path, text, schema)
        check_storable(parsed.metadata)
        check_storable(text)
    except Unreadable as problem:
        raise Unreadable(problem.problem, path=path, line=problem.line) from problem
    if not survives_storage(parsed.metadata) or text_of(parsed) != text:
        parsed.verbatim = text
    return parsed


def path_of(content: Written) -> str:
    """Where the content lies in its repository."""
    name = f"{content.filename}.md" if content.is_page else content.filename
    return f"{content.dirpath}/{name}" if content.dirpath else name


def text_of(content: Written) -> str:
    """The text of the content's file."""
    if content.verbatim is not None:
        return str(content.verbatim)
    if content.is_page:
        return f"---\n{dump_yaml(_front(content))}---\n{content.markdown}"
    if content.filename.endswith(".json"):
        return dump_json(content.metadata)
    return dump_yaml(content.metadata)


def verbatim_after_edit(old_text: str, content: Written) -> str | None:
    """The text of a hand-formatted file after ``content`` was edited; None when the usual form will do.

    Lines of values that did not change keep their form: quotes, comments, order, dates.
    """
    if content.is_page:
        return _patched_page(old_text, content)
    if content.filename.endswith(".json"):
        return None
    return patched_yaml(old_text, before=load_yaml(old_text), after=content.metadata)


def title_of_site(metadata: Mapping[str, Any], *, otherwise: str) -> str:
    """What a course is called, from its sitemetadata."""
    return str(metadata.get("course_title") or metadata.get("site_title") or otherwise)[:TITLE_LENGTH]


def _front(content: Written) -> dict[str, Any]:
    return {
        **content.metadata,
        "uid": content.text_id,
        "title": content.title,
        "content_type": content.type,
    }


def _patched_page(old_text: str, content: Written) -> str | None:
    parts = split(old_text)
    before = load_yaml(parts.front or "")
    newline = "\r\n" if parts.opening.endswith("\r\n") else "\n"
    front = patched_yaml(parts.front or "", before=before, after=_front(content))
    if front is None:
        return None
    if parts.front is None:
        parts = MarkdownFile(opening=f"---{newline}", front="", closing=f"---{newline}", body="")
    closing = parts.closing if parts.closing.endswith("\n") or not content.markdown else f"---{newline}"
    return MarkdownFile(opening=parts.opening, front=front, closing=closing, body=content.markdown).joined()


def _page(path: str, text: str, schema: SiteSchema) -> Parsed:
    parts = split(text)
    front = load_yaml(parts.front or "", first_line=2)
    collection = schema.collection_for(path)
    kind = front.pop("content_type", None) or (collection.name if collection else "page")
    title = front.pop("title", None)
    uid = front.pop("uid", None)
    place = PurePosixPath(path)
    return Parsed(
        text_id=str(uid or ""),
        type=str(kind),
        title=str(title if title is not None else ""),
        markdown=parts.body,
        metadata=front,
        is_page=True,
        dirpath=_folder_of(place),
        filename=place.name.removesuffix(".md"),
        verbatim=None,
    )


def _singleton(path: str, text: str, schema: SiteSchema) -> Parsed:
    metadata = load_json(text) if path.endswith(".json") else load_yaml(text)
    single = schema.singleton_for(path)
    place = PurePosixPath(path)
    return Parsed(
        text_id=single.name if single else path,
        type=single.name if single else "",
        title=single.label if single else place.name,
        markdown="",
        metadata=metadata,
        is_page=False,
        dirpath=_folder_of(place),
        filename=place.name,
        verbatim=None,
    )


def _folder_of(place: PurePosixPath) -> str:
    return "" if str(place.parent) == "." else str(place.parent)

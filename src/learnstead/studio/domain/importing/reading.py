"""From files to content, with every complaint at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile

from learnstead.kernel.errors import Terminal
from learnstead.studio.domain import menu_rules
from learnstead.studio.domain.addresses import address_of_file
from learnstead.studio.domain.importing.sources import MAX_TEXT_BYTES, Source, SourceFile
from learnstead.studio.domain.serialisation import Parsed, Unreadable, parse, path_of
from learnstead.studio.domain.starters import SiteSchema

MEDIA_FOLDER = "media/"
SHOWN_PROBLEMS = 20
LIMITS = {"title": 512, "dirpath": 300, "filename": 125, "text_id": 100, "type": 60}
MENU_FILE = "menus.yaml"


class CannotImport(Terminal):
    """A source with mistakes in it; nothing of it was imported. ``problems`` name file and line."""

    def __init__(self, short_id: str, problems: list[str]) -> None:
        """Show the first problems, one on each line."""
        shown = problems[:SHOWN_PROBLEMS]
        more = len(problems) - len(shown)
        lines = [f"  {problem}" for problem in shown] + ([f"  and {more} more"] if more else [])
        super().__init__("\n".join([f"{short_id} was not imported:", *lines]))
        self.problems = problems


@dataclass
class Reading:
    """What a source holds: content, its text by path, media, and files that are neither."""

    contents: list[Parsed] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    media: list[SourceFile] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def metadata(self) -> Mapping[str, Mapping[str, Any]]:
        """The values of the single files by name."""
        return {content.type: content.metadata for content in self.contents if not content.is_page and content.type}


def read(source: Source, schema: SiteSchema) -> Reading:
    """Read every file; CannotImport when any of them is wrong or they do not fit together."""
    reading = Reading()
    for file in source.files:
        is_medium, is_content = file.path.startswith(MEDIA_FOLDER), _is_content(file.path, schema)
        if not is_medium and not is_content:
            reading.left_out.append(file.path)
        elif problem := _problem_with_path(file.path):
            reading.problems.append(problem)
        elif is_medium:
            reading.media.append(file)
        else:
            _read_file(file, schema, reading)
    if not reading.contents and not reading.problems:
        raise CannotImport(
            source.short_id, [f"no course is here: neither Markdown below '{schema.content_dir}/' nor course data"]
        )
    reading.problems += [*_collisions(reading.contents), *_same_ids(reading.contents)]
    if reading.problems:
        raise CannotImport(source.short_id, reading.problems)
    return reading


def _problem_with_path(path: str) -> str | None:
    """Archives and repositories can be made to hold paths that lead out of them."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return f"{path!r} is not UTF-8; rename the file"
    parts = path.split("/")
    if "\\" in path or not path.isprintable() or any(part in {"", ".", ".."} for part in parts):
        return f"{path!r} cannot be the path of a file in a course; rename it"
    return None


def _is_content(path: str, schema: SiteSchema) -> bool:
    if schema.singleton_for(path):
        return True
    return path.endswith(".md") and path.startswith(f"{schema.content_dir}/")


def _read_file(file: SourceFile, schema: SiteSchema, reading: Reading) -> None:
    try:
        text = _text(file)
        parsed = parse(file.path, text, schema)
        _check_lengths(parsed, file.path)
        if file.path.endswith(MENU_FILE):
            menu_rules.check(parsed.metadata, where=file.path)
    except Terminal as problem:
        reading.problems.append(str(problem))
        return
    reading.contents.append(parsed)
    reading.texts[file.path] = text


def _text(file: SourceFile) -> str:
    if file.size > MAX_TEXT_BYTES:
        raise Unreadable(f"has {file.size} bytes; a text may have {MAX_TEXT_BYTES}", path=file.path)
    try:
        with file.open() as opened:
            data = opened.read(MAX_TEXT_BYTES + 1)
    except (OSError, BadZipFile) as problem:
        raise Unreadable(f"cannot be read: {problem}", path=file.path) from problem
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Unreadable("is not UTF-8 text; save it as UTF-8", path=file.path, line=line) from problem


def _check_lengths(parsed: Parsed, path: str) -> None:
    for name, longest in LIMITS.items():
        length = len(getattr(parsed, name))
        if length > longest:
            raise Unreadable(f"its {name} has {length} characters; at most {longest} are possible", path=path)


def _collisions(contents: Iterable[Parsed]) -> list[str]:
    return _twice(
        contents, lambda parsed: address_of_file(path_of(parsed)), "would be published at the same address; rename one"
    )


def _same_ids(contents: Iterable[Parsed]) -> list[str]:
    return _twice(contents, lambda parsed: parsed.text_id, "have the same uid; give one of them another")


def _twice(contents: Iterable[Parsed], key: Any, words: str) -> list[str]:
    first: dict[str, str] = {}
    found = []
    for parsed in contents:
        path, value = path_of(parsed), key(parsed)
        if value and value in first:
            found.append(f"{first[value]} and {path} {words}")
        first.setdefault(value, path)
    return found

"""What can happen to the content of an answer, be it JSON, XML or CSV. Content it does not fit stays as it is."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

Items = list[Any]
TITLES = (
    "title",
    "name",
    "Title",
    "CO_Title",
    "Course_Name",
    "display_name",
    "Course Name",
    "Course Title",
    "raw_title",
)
IDENTITY = re.compile(r"(^|_|\s)(id|uuid|guid|key|slug|url|link|number|course|courseware|readable)$", re.IGNORECASE)
XML_ITEM = re.compile(rb"<(item|entry|record)\b.*?</\1>", re.DOTALL)
XML_IDENTITY = re.compile(rb"(<(?:guid|link|id|identifier)\b[^>]*>)([^<]+)(</)")
MOMENT = re.compile(rb"\b\d{4}-\d\d-\d\dT\d\d:\d\d")
SHIFT = timedelta(hours=5)


def with_items(content: bytes, change: Callable[[Items], Items], *, honest: bool = True) -> bytes:
    """Change the list of items; ``honest`` keeps a declared count true."""
    kind = kind_of(content)
    if kind == "json":
        return _json_items(content, change, honest=honest)
    if kind == "xml":
        return _xml_items(content, change)
    return _csv_items(content, change) if kind == "csv" else content


def half(items: Items) -> Items:
    """The first half, at least one less."""
    return items[: len(items) // 2]


def none_left(_items: Items) -> Items:
    """Nothing."""
    return []


def twice(items: Items) -> Items:
    """Everything two times."""
    return items + items


def first_is_broken(items: Items) -> Items:
    """The first item is not what it was."""
    broken: dict[str, Any] = {"dict": {"broken": True}, "bytes": b"<item><broken/></item>", "list": ["?"]}
    return [broken[type(items[0]).__name__], *items[1:]] if items else items


def field_renamed(content: bytes) -> bytes:
    """The field with the title goes by another name."""
    return _each_title(content, lambda item, name: {f"{name}_v2" if key == name else key: item[key] for key in item})


def field_emptied(content: bytes) -> bytes:
    """The field with the title has nothing in it."""
    return _each_title(content, lambda item, name: {**item, name: None})


def ids_changed(content: bytes) -> bytes:
    """Everything has a new id."""
    kind = kind_of(content)
    if kind == "json":
        return _dumped(_new_ids(json.loads(content)))
    if kind == "xml":
        return XML_IDENTITY.sub(rb"\1\2-v2\3", content)
    if kind == "csv":
        return _csv_rows(
            content, lambda rows: [rows[0], *([f"{cell}9" for cell in row[:4]] + row[4:] for row in rows[1:])]
        )
    return content


def moments_shifted(content: bytes) -> bytes:
    """Every moment is some hours later, as when a time zone is forgotten."""

    def later(found: re.Match[bytes]) -> bytes:
        try:
            moment = datetime.fromisoformat(found[0].decode())
        except ValueError:
            return found[0]
        return f"{moment + SHIFT:%Y-%m-%dT%H:%M}".encode()

    return MOMENT.sub(later, content)


def next_is_itself(content: bytes) -> bytes:
    """A page names itself, or an earlier one, as the next."""
    if kind_of(content) != "json":
        return content
    page = json.loads(content)
    if isinstance(page, dict) and isinstance(page.get("next"), str):
        page["next"] = re.sub(r"((?:page|offset|cursor)=)[^&]*", r"\g<1>1", page["next"])
        return _dumped(page)
    return content


def kind_of(content: bytes) -> str:
    """What it is, by its looks."""
    start = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:400]
    if b"\0" in content or start[:2] == b"\x1f\x8b":
        return ""
    if start[:1] in {b"{", b"["}:
        try:
            json.loads(content)
        except ValueError:
            return ""
        return "json"
    if start[:5] in {b"<?xml", b"<rss "} or b"<feed" in start:
        return "xml"
    line = start.partition(b"\n")[0]
    return "csv" if line.count(b",") > 1 and not start.startswith(b"<") else ""


def _json_items(content: bytes, change: Callable[[Items], Items], *, honest: bool) -> bytes:
    tree = json.loads(content)
    if isinstance(tree, list):
        return _dumped(change(tree)) if _is_items(tree) else content
    lists = {name: value for name, value in tree.items() if isinstance(value, list) and _is_items(value)}
    if not lists:
        return content
    name = max(lists, key=lambda name: len(lists[name]))
    changed = change(lists[name])
    if honest and isinstance(tree.get("count"), int):
        tree["count"] += len(changed) - len(lists[name])
    return _dumped({**tree, name: changed})


def _is_items(found: list[Any]) -> bool:
    return bool(found) and all(isinstance(item, dict) for item in found)


def _xml_items(content: bytes, change: Callable[[Items], Items]) -> bytes:
    found = list(XML_ITEM.finditer(content))
    if not found:
        return content
    inside = b"\n".join(change([item[0] for item in found]))
    return content[: found[0].start()] + inside + content[found[-1].end() :]


def _csv_items(content: bytes, change: Callable[[Items], Items]) -> bytes:
    return _csv_rows(content, lambda rows: [rows[0], *change(rows[1:])])


def _csv_rows(content: bytes, change: Callable[[list[list[str]]], list[list[str]]]) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(change(rows))
    return out.getvalue().encode()


def _each_title(content: bytes, change: Callable[[dict[str, Any], str], dict[str, Any]]) -> bytes:
    kind = kind_of(content)
    if kind == "json":
        return _dumped(_titles_changed(json.loads(content), change))
    if kind == "xml":
        renamed = next(iter(change({"title": ""}, "title"))) == "title_v2"
        with_name = rb"<\1headline" if renamed else rb"<\1title"
        damaged = re.sub(rb"<(/?)title\b", with_name, content)
        return damaged if renamed else re.sub(rb"(<title\b[^>]*>).*?(</title>)", rb"\1\2", damaged, flags=re.DOTALL)
    if kind == "csv":
        return _csv_rows(content, lambda rows: list(_columns_changed(rows, change)))
    return content


def _columns_changed(
    rows: list[list[str]], change: Callable[[dict[str, Any], str], dict[str, Any]]
) -> Iterator[list[str]]:
    header = rows[0]
    name = next((cell for cell in header if cell.strip() in TITLES), header[min(1, len(header) - 1)])
    for number, row in enumerate(rows):
        if number == 0:
            yield list(change(dict.fromkeys(header, ""), name))
        else:
            changed = change(dict(zip(header, row, strict=False)), name)
            yield ["" if value is None else value for value in changed.values()]


def _titles_changed(tree: Any, change: Callable[[dict[str, Any], str], dict[str, Any]]) -> Any:
    if isinstance(tree, list):
        return [_titles_changed(item, change) for item in tree]
    if isinstance(tree, dict):
        name = next((name for name in TITLES if isinstance(tree.get(name), str)), "")
        changed = change(tree, name) if name else tree
        return {key: _titles_changed(value, change) for key, value in changed.items()}
    return tree


def _new_ids(tree: Any) -> Any:
    if isinstance(tree, list):
        return [_new_ids(item) for item in tree]
    if isinstance(tree, dict):
        return {key: _new_id(value) if IDENTITY.search(key) else _new_ids(value) for key, value in tree.items()}
    return tree


def _new_id(value: Any) -> Any:
    if isinstance(value, str) and value:
        return f"{value}-v2"
    return value * 1000 + 7 if isinstance(value, int) and not isinstance(value, bool) else _new_ids(value)


def _dumped(tree: Any) -> bytes:
    return json.dumps(tree).encode()

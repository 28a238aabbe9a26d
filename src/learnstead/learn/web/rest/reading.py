"""The specification arranged for a page: routes by subject, then the shapes they answer with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """A parameter of a route or a field of an answer. ``schema`` is the name of the shape it has, if that has one."""

    name: str
    kind: str
    schema: str
    is_required: bool
    text: str
    choices: Sequence[str]
    where: str = ""


@dataclass(frozen=True)
class Route:
    """One operation. ``example`` is a path to try, when it can be opened as it is."""

    method: str
    path: str
    title: str
    text: str
    anchor: str
    parameters: Sequence[Field]
    answer: Field | None
    body: Field | None
    example: str


@dataclass(frozen=True)
class Shape:
    """One named shape."""

    name: str
    text: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Guide:
    """The whole page."""

    subjects: Sequence[tuple[str, Sequence[Route]]]
    shapes: Sequence[Shape]


def read(document: Mapping[str, Any]) -> Guide:
    """Arrange a document."""
    subjects: dict[str, list[Route]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            subject = operation.get("tags", ["other"])[0].replace("_", " ")
            subjects.setdefault(subject, []).append(_route(method.upper(), path, operation))
    shapes = [_shape(name, schema) for name, schema in document["components"]["schemas"].items()]
    return Guide(subjects=list(subjects.items()), shapes=shapes)


def _route(method: str, path: str, operation: Mapping[str, Any]) -> Route:
    good: Mapping[str, Any] = next(
        (answer for status, answer in operation["responses"].items() if str(status).startswith("2")), {}
    )
    return Route(
        method=method,
        path=path,
        title=operation["summary"],
        text=operation.get("description", ""),
        anchor=operation["operationId"],
        parameters=[
            _field(one["name"], one["schema"], is_required=one["required"], where=one["in"])
            for one in operation["parameters"]
        ],
        answer=_content(good),
        body=_content(operation.get("requestBody", {})),
        example=path if method == "GET" and "{" not in path and not operation.get("security") else "",
    )


def _content(part: Mapping[str, Any]) -> Field | None:
    for content in part.get("content", {}).values():
        return _field("", content["schema"], is_required=True)
    return None


def _shape(name: str, schema: Mapping[str, Any]) -> Shape:
    required = schema.get("required", ())
    fields = [_field(one, inner, is_required=one in required) for one, inner in schema.get("properties", {}).items()]
    return Shape(name=name, text=schema.get("description", ""), fields=fields)


def _field(name: str, schema: Mapping[str, Any], *, is_required: bool, where: str = "") -> Field:
    inner = tuple(_inner(schema))
    return Field(
        name=name,
        kind=_kind(schema),
        schema=next((one["$ref"].rsplit("/", 1)[-1] for one in inner if "$ref" in one), ""),
        is_required=is_required,
        text=schema.get("description", ""),
        choices=[str(choice) for one in inner for choice in one.get("enum", ())],
        where=where,
    )


def _inner(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A schema and what it is made of, without what lies behind a name."""
    yield schema
    for word in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(word, ()):
            yield from _inner(one)
    if isinstance(items := schema.get("items"), Mapping):
        yield from _inner(items)


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "items" in schema:
        return f"list of {_kind(schema['items'])}"
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " or ".join(_kind(one) for one in schema[word])
    if "const" in schema:
        return f"“{schema['const']}”"
    words = schema.get("type", "anything")
    return f"{words} ({schema['format']})" if "format" in schema else str(words)

"""The OpenAPI 3.1 document, made from the routes, and what else is read from it."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from threading import Lock
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.utils import normalize_path
from pydantic import TypeAdapter

from learnstead.learn.web.rest.problems import CONTENT_TYPE, Problem

METHODS = ("get", "post", "put", "patch", "delete")
PREFIX = "api/v1/"
_REFERENCE = re.compile(r"#/components/schemas/([\w.-]+)")
_CONVERTER = re.compile(r"\{\w+:(\w+)\}")


class Specification:
    """Made once, when it is first asked for; the routes do not change while the process lives."""

    def __init__(self, rest: NinjaAPI) -> None:
        self._rest = rest
        self._document: dict[str, Any] = {}
        self._turn = Lock()

    @property
    def document(self) -> Mapping[str, Any]:
        """The whole document. It takes a second to make, in which others wait instead of making it, too."""
        with self._turn:
            if not self._document:
                self._document = _made(self._rest)
        return self._document

    def known_parameters(self, method: str, path: str) -> Iterable[str] | None:
        """The query parameters of an operation; None when there is no such operation."""
        return self._known.get((method, path))

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], list[str]]:
        """Read from the routes: every request needs it, and hardly any the document."""
        return {
            (method, _CONVERTER.sub(r"{\1}", normalize_path(f"/{PREFIX}{prefix}/{path}"))): _in_query(operation)
            for prefix, router in self._rest._routers  # noqa: SLF001 - ninja has no other way to its routes
            for path, view in router.path_operations.items()
            for operation in view.operations
            for method in operation.methods
        }


def _in_query(operation: Operation) -> list[str]:
    asked = (model for model in operation.models if model.__ninja_param_source__ == "query")
    return [name for model in asked for name in model.__ninja_flatten_map__]


def _made(rest: NinjaAPI) -> dict[str, Any]:
    document: dict[str, Any] = dict(rest.get_openapi_schema(path_prefix=PREFIX))
    del document["servers"]
    components = document["components"]
    components["schemas"]["Problem"] = TypeAdapter(Problem).json_schema()
    components["responses"] = {
        "Problem": {
            "description": "What is wrong with the request, after RFC 9457.",
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }
    for operations in document["paths"].values():
        for method in METHODS:
            if method in operations:
                _describe(operations[method])
    document = _without_titles(document)
    _drop_unused(document)
    return document


def _describe(operation: dict[str, Any]) -> None:
    """Say what every operation has in common: how lists are written, and how errors look."""
    for parameter in operation["parameters"]:
        if parameter["schema"].get("type") == "array":
            parameter |= {"style": "form", "explode": True}
    responses = operation["responses"]
    for status in ("4XX", "503"):
        responses.setdefault(status, {"$ref": "#/components/responses/Problem"})


def _without_titles(value: Any) -> Any:
    """Titles that only repeat the name of a field say nothing."""
    if isinstance(value, Mapping):
        is_schema = {"type", "$ref", "anyOf", "oneOf", "const", "enum"} & set(value)
        return {
            str(name): _without_titles(inner)
            for name, inner in value.items()
            if not (name == "title" and isinstance(inner, str) and is_schema)
        }
    return [_without_titles(inner) for inner in value] if isinstance(value, list) else value


def _drop_unused(document: dict[str, Any]) -> None:
    """The framework also lists what only bundles parameters."""
    schemas = document["components"]["schemas"]
    used: set[str] = set()
    waiting = set(_REFERENCE.findall(str({**document, "components": document["components"]["responses"]})))
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= set(_REFERENCE.findall(str(schemas[name]))) - used
    document["components"]["schemas"] = {name: schemas[name] for name in sorted(schemas) if name in used}

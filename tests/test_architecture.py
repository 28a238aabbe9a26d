"""The holes in the walls between contexts that import-linter cannot see: relations, and names in strings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import learnstead

SOURCE = Path(learnstead.__file__).parent
CONTEXTS = ("studio", "video", "learn", "people")
ANYONE_MAY_USE = {"people", "django"}
SQL = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+\"?(\w+?)_\w+", re.IGNORECASE)
DOTTED = re.compile(r"\blearnstead\.(\w+)")


def owner(model: type) -> str:
    package = model.__module__.split(".")
    return package[1] if package[0] == "learnstead" else package[0]


def test_no_table_points_into_another_context() -> None:
    crossings = [
        f"{model.__name__}.{field.name} points at {field.related_model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
        if owner(model) in CONTEXTS and owner(field.related_model) not in {owner(model), *ANYONE_MAY_USE}
    ]
    assert crossings == []


def strings_of(context: str) -> Iterator[tuple[Path, str]]:
    """Every string in a context's code that is not a docstring."""
    for path in (SOURCE / context).rglob("*.py"):
        tree = ast.parse(path.read_text())
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            if node.body and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield path, node.value


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_string_names_the_inside_of_another_context(context: str) -> None:
    others = {*CONTEXTS, "flows", "adapters", "config"} - {context} - ANYONE_MAY_USE
    crossings = [
        f"{path.relative_to(SOURCE)}: {name} in {text!r}"
        for path, text in strings_of(context)
        for name in DOTTED.findall(text)
        if name in others
    ]
    assert crossings == []


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_sql_reads_the_tables_of_another_context(context: str) -> None:
    others = set(CONTEXTS) - {context, "people"}
    crossings = [
        f"{path.relative_to(SOURCE)}: {text!r}"
        for path, text in strings_of(context)
        for prefix in SQL.findall(text)
        if prefix in others
    ]
    assert crossings == []


def test_every_context_is_looked_at() -> None:
    inside = {path.parents[1].name for path in SOURCE.glob("*/models/__init__.py")}
    assert inside == set(CONTEXTS)

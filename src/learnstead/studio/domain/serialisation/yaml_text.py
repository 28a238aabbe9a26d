"""YAML in and out: front matter and YAML singletons.

Written by PyYAML's pure-Python dumper with its defaults, because that is what wrote the real repositories; the C
dumper folds some lines elsewhere. Read by the C loader, whose values are the same, without the types that JSON lacks:
a date stays the text it is.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

import yaml

from learnstead.studio.domain.serialisation.unreadable import Unreadable

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # C or Python, whichever there is
    """PyYAML's safe loader, narrowed to what JSON can hold; duplicate keys are an error, as they are to Hugo."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    loader.flatten_mapping(node)
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise _at(key_node, "a key must be plain text")
        key = key_node.value
        if key in result:
            raise _at(key_node, f"the key '{key}' stands here a second time")
        result[key] = loader.construct_object(value_node, deep=True)
    return result


def _sequence(loader: Any, node: yaml.SequenceNode) -> list[Any]:
    return [loader.construct_object(item, deep=True) for item in node.value]


def _float(loader: Any, node: yaml.ScalarNode) -> Any:
    value = loader.construct_yaml_float(node)
    return value if math.isfinite(value) else node.value


def _int(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_int(node)
    except ValueError:
        return node.value


def _text(loader: Any, node: yaml.ScalarNode) -> Any:
    return loader.construct_scalar(node)


def _unknown(loader: Any, node: yaml.Node) -> Any:
    del loader
    raise _at(node, f"values tagged {node.tag} are not supported; write text, numbers, lists or mappings")


def _at(node: yaml.Node, words: str) -> Unreadable:
    return Unreadable(words, line=node.start_mark.line + 1)


_Loader.yaml_constructors = {
    "tag:yaml.org,2002:null": _Base.construct_yaml_null,
    "tag:yaml.org,2002:bool": _Base.construct_yaml_bool,
    "tag:yaml.org,2002:int": _int,
    "tag:yaml.org,2002:float": _float,
    "tag:yaml.org,2002:timestamp": _text,
    "tag:yaml.org,2002:str": _text,
    "tag:yaml.org,2002:value": _text,
    "tag:yaml.org,2002:seq": _sequence,
    "tag:yaml.org,2002:map": _mapping,
    None: _unknown,
}

MAX_VALUES = 200_000


def load_yaml(text: str, *, first_line: int = 1) -> dict[str, Any]:
    """Parse a YAML mapping (or nothing: an empty one); Unreadable names the line, counted from ``first_line``."""
    try:
        if re.search(r"[\[\s,:-]\*", text):
            _refuse_bomb(text)
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 - a narrowed safe loader
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
        said = getattr(problem, "problem", None) or str(problem)
        raise Unreadable(f"is not YAML: {said}", line=first_line + (mark.line if mark else 0)) from problem
    except Unreadable as problem:
        raise Unreadable(problem.problem, line=first_line - 1 + (problem.line or 1)) from problem
    except RecursionError as problem:
        raise Unreadable("is nested too deeply", line=first_line) from problem
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable("must be 'name: value' lines", line=first_line)
    return value


def nodes_of(text: str) -> yaml.Node | None:
    """The parse tree, with the place of every key."""
    root: yaml.Node | None = yaml.compose(text, Loader=_Base)
    return root


def dump_yaml(value: Mapping[str, Any]) -> str:
    """Write a mapping with PyYAML's defaults: sorted keys, 80 columns, ASCII."""
    return yaml.dump(dict(value), Dumper=_Dumper)


class _Dumper(yaml.SafeDumper):
    """PyYAML's dumper without anchors: a value that stands twice is written twice, as it is stored."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never refer back."""
        del data
        return True


def _refuse_bomb(text: str) -> None:
    counted: dict[int, int] = {}

    def count(node: yaml.Node) -> int:
        if id(node) not in counted:
            counted[id(node)] = MAX_VALUES + 1  # a node inside itself
            children = node.value if not isinstance(node, yaml.ScalarNode) else []
            flat = [part for child in children for part in (child if isinstance(child, tuple) else (child,))]
            counted[id(node)] = 1 + sum(count(child) for child in flat)
        return counted[id(node)]

    root = nodes_of(text)
    if root is not None and count(root) > MAX_VALUES:
        raise Unreadable("its aliases describe too many values")

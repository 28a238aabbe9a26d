"""The YAML of a starter, with the place of every value, so that a complaint can point at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml
from yaml.constructor import SafeConstructor

from learnstead.kernel.errors import Terminal

T = TypeVar("T")

# Aliases let a small file describe a huge one; real starters have a few thousand values.
MAX_VALUES = 200_000


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a starter, and where."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """As it is shown to the author of the starter."""
        return f"{self.path or 'the file'}: {self.message} (line {self.line})"


class BadStarter(Terminal):
    """A starter that cannot be used; ``problems`` are all that were found."""

    def __init__(self, problems: list[Problem]) -> None:
        """Say every problem on a line of its own."""
        super().__init__("the starter cannot be used:\n" + "\n".join(f"  {problem}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Place:
    """A value in the YAML: its node, its path from the top, and the list complaints go to."""

    node: yaml.Node
    path: str = ""
    problems: list[Problem] = field(default_factory=list)

    def complain(self, message: str, *, at: "Place | None" = None) -> None:
        """Note a problem with this value."""
        place = at or self
        self.problems.append(Problem(place.path, place.node.start_mark.line + 1, message))

    def value(self) -> Any:
        """The plain Python value; complains about one that YAML cannot make, such as the 31st of June."""
        try:
            return SafeConstructor().construct_document(self.node)
        except (yaml.YAMLError, ValueError) as problem:
            self.complain(f"cannot be read: {getattr(problem, 'problem', None) or problem}")
            return None

    def items(self) -> Iterator["Place"]:
        """The items of a list; complains when it is none."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.complain(f"must be a list, not {_shown(self.node)}")
            return
        for number, node in enumerate(self.node.value):
            yield Place(node, f"{self.path}[{number}]", self.problems)

    def entries(self, known: Mapping[str, bool]) -> dict[str, "Place"]:
        """The values of a mapping by key. ``known`` says which keys there may be, and which of them must be."""
        if not isinstance(self.node, yaml.MappingNode):
            self.complain(f"must be a mapping, not {_shown(self.node)}")
            return {}
        SafeConstructor().flatten_mapping(self.node)
        found: dict[str, Place] = {}
        for key, node in self.node.value:
            name = str(key.value)
            place = Place(node, f"{self.path}.{name}" if self.path else name, self.problems)
            if name not in known:
                place.complain("is not a key known here" + did_you_mean(name, known), at=Place(key, place.path))
            else:
                found[name] = place
        for name, must in known.items():
            if must and name not in found:
                self.complain(f"'{name}' is missing")
        return found

    def text(self) -> str:
        """A string; complains about anything else."""
        return self._typed(str, "a string", "")

    def flag(self) -> bool:
        """True or false."""
        return self._typed(bool, "true or false", default=False)

    def number(self) -> int:
        """A whole number."""
        return self._typed(int, "a whole number", 0)

    def _typed(self, kind: type[T], called: str, default: T) -> T:
        value = self.value() if isinstance(self.node, yaml.ScalarNode) else None
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.complain(f"must be {called}, not {_shown(self.node)}")
        return default


def did_you_mean(word: str, known: Mapping[str, Any] | list[str]) -> str:
    """The end of a complaint about an unknown word."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _shown(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return f"'{node.value}'" if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def open_source(source: str) -> Place:
    """Parse the text; BadStarter names the line when it is not YAML."""
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        _refuse_bomb(node)
    except RecursionError as problem:
        raise BadStarter([Problem("", 1, "is nested too deeply")]) from problem
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        said = getattr(problem, "problem", None) or str(problem)
        raise BadStarter([Problem("", mark.line + 1 if mark else 1, f"is not YAML: {said}")]) from problem
    if node is None:
        raise BadStarter([Problem("", 1, "is empty")])
    return Place(node)


def _refuse_bomb(root: yaml.Node | None) -> None:
    counted: dict[int, int] = {}

    def count(node: yaml.Node) -> int:
        if id(node) not in counted:
            counted[id(node)] = MAX_VALUES + 1  # a node inside itself
            counted[id(node)] = 1 + sum(count(child) for child in _children(node))
        return counted[id(node)]

    if root is not None and count(root) > MAX_VALUES:
        raise BadStarter([Problem("", 1, f"holds more than {MAX_VALUES} values once its aliases are followed")])


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []

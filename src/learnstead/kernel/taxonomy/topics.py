"""The topic tree, and what offerors call its topics."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from learnstead.kernel.taxonomy.files import read


@dataclass(frozen=True)
class Topic:
    """A node of the tree. ``path`` names the way from the root, itself included."""

    id: str
    name: str
    icon: str
    path: tuple[str, ...]


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic by its name; names are unique in the whole tree."""
    return {topic.name: topic for topic in _walk(read("topics"), ())}


def topic(name: str) -> Topic | None:
    """The topic of this exact name."""
    return topics().get(name)


def mapped(names: Iterable[str], *, offeror: str = "") -> list[str]:
    """What we call the topics an offeror names, in order, each once.

    A name that the offeror's mapping knows becomes one or more of ours; else it stays if it is one of ours; else it
    is dropped. Space around names does not count.
    """
    known = mappings().get(offeror, {})
    found: list[str] = []
    for name in (name.strip() for name in names):
        found += known.get(name) or ([name] if name in topics() else [])
    return list(dict.fromkeys(found))


def unmapped(names: Iterable[str], *, offeror: str = "") -> list[str]:
    """Those of the names an offeror uses that mean none of our topics, in order, each once."""
    stripped = (name.strip() for name in names)
    return list(dict.fromkeys(name for name in stripped if name and not mapped([name], offeror=offeror)))


def with_ancestors(names: Iterable[str]) -> list[str]:
    """Our topics and all they are part of, roots first, each once; names that are not ours are dropped."""
    paths = (topics()[name].path for name in names if name in topics())
    return list(dict.fromkeys(name for path in paths for name in path))


@cache
def mappings() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """What offerors call our topics: by offeror, their name and ours."""
    return dict(read("topic_mappings"))


def _walk(nodes: Iterable[Mapping[str, Any]], path: tuple[str, ...]) -> Iterable[Topic]:
    for node in nodes:
        here = (*path, node["name"])
        yield Topic(id=node["id"], name=node["name"], icon=node["icon"], path=here)
        yield from _walk(node.get("children", ()), here)

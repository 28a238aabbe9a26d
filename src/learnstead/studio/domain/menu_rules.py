"""What must hold of a menu: a tree written as a flat list, each entry naming its parent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from learnstead.kernel.errors import Terminal


class BadMenu(Terminal):
    """A menu that cannot be shown; ``problems`` say why."""

    def __init__(self, problems: list[str], *, where: str = "the menu") -> None:
        """Join the problems to one sentence each."""
        super().__init__(f"{where} cannot be used: {'; '.join(problems)}")
        self.problems = problems


def problems_of(entries: Sequence[Any]) -> list[str]:
    """What is wrong with a menu: entries twice, parents that are missing, entries inside themselves."""
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        return ["it is not a list of entries"]
    found = [f"entry {number} has no name" for number, entry in enumerate(entries, 1) if not entry.get("name")]
    parents: dict[str, str | None] = {}
    for entry in entries:
        key = _key(entry)
        if key in parents:
            found.append(f"the identifier '{key}' is used twice")
        parents.setdefault(key, entry.get("parent"))
    found += [
        f"'{entry.get('name')}' hangs below '{entry['parent']}', which is not in the menu"
        for entry in entries
        if entry.get("parent") and entry["parent"] not in parents
    ]
    names = {_key(entry): str(entry.get("name")) for entry in entries}
    found += [f"'{names[key]}' lies inside itself" for key in _circular(parents)]
    return found


def menus_of(metadata: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The menus of a menus.yaml by name, such as "leftnav"."""
    for name, entries in metadata.items():
        if entries is not None:
            yield name, entries


def check(metadata: Mapping[str, Any], *, where: str) -> None:
    """Raise BadMenu when any menu of the file has a problem."""
    found = [problem for _, entries in menus_of(metadata) for problem in problems_of(entries)]
    if found:
        raise BadMenu(found, where=where)


def _key(entry: Mapping[str, Any]) -> str:
    return str(entry.get("identifier") or entry.get("name"))


def _circular(parents: Mapping[str, str | None]) -> list[str]:
    """The entries whose way up never ends; one for each circle."""
    done: set[str] = set()
    found: list[str] = []
    for start in parents:
        way: list[str] = []
        at: str | None = start
        while at is not None and at in parents and at not in done and at not in way:
            way.append(at)
            at = parents[at]
        if at is not None and at in way:
            found.append(at)
        done.update(way)
    return found

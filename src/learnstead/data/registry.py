"""Every source, found by its file."""

from importlib import import_module
from pkgutil import iter_modules

from learnstead.data import sources
from learnstead.data.source import Source
from learnstead.kernel.errors import Terminal


class NoSuchSource(Terminal):
    """No file in ``data/sources`` declares a source of this name."""


def every() -> dict[str, Source]:
    """All sources by name, in the order of their names."""
    modules = (import_module(f"{sources.__name__}.{module.name}") for module in iter_modules(sources.__path__))
    found = [module.SOURCE for module in modules if hasattr(module, "SOURCE")]
    return {source.name: source for source in sorted(found, key=lambda source: source.name)}


def named(name: str) -> Source:
    """One source; NoSuchSource says which there are."""
    known = every()
    if name not in known:
        raise NoSuchSource(f"there is no source {name!r}; there are {', '.join(known)}")
    return known[name]

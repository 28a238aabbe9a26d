"""The starters that come with the product: themes/<name>/starter.yaml."""

from pathlib import Path

from learnstead.config.places import CHECKOUT
from learnstead.kernel.errors import Terminal
from learnstead.studio.domain.starters import register_starter
from learnstead.studio.models import Starter

THEMES = CHECKOUT / "themes"
NAMES = {"course": "Course", "www": "Home page of the collection"}


class NoSuchStarter(Terminal):
    """Neither registered, nor built in, nor a file."""


def built_in() -> dict[str, Path]:
    """The shipped starters by slug."""
    return {path.parent.name: path for path in sorted(THEMES.glob("*/starter.yaml"))}


def register_built_in_starters() -> list[Starter]:
    """Register every shipped starter, or bring it up to date."""
    return [_register(slug, path) for slug, path in built_in().items()]


def starter_called(name: str) -> Starter:
    """A registered starter, a shipped one, or one from a file; files and shipped ones are registered by this."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        return _register(path.stem[:30].lower().replace(".", "-"), path)
    if found := Starter.objects.filter(slug=name).first():
        return found
    if name in built_in():
        return _register(name, built_in()[name])
    known = sorted({*Starter.objects.values_list("slug", flat=True), *built_in()})
    raise NoSuchStarter(f"there is no starter {name!r}; there are {', '.join(known)}, or give a .yaml file")


def _register(slug: str, path: Path) -> Starter:
    # A shipped starter lies in the folder of the theme that renders its sites; any other describes a kind of course.
    theme = path.parent.name if path.parent.parent == THEMES else "course"
    source = path.read_text(encoding="utf-8")
    return register_starter(slug=slug, source=source, name=NAMES.get(slug, ""), theme=theme)

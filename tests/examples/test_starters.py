"""The two starters hold every widget, and describe every field the demo sites use."""

from pathlib import Path

import pytest
import yaml

from tests.examples.repository import COURSES, EXAMPLES, read_pages

THEMES = Path(__file__).resolve().parents[2] / "themes"
WIDGETS = {
    "string",
    "text",
    "markdown",
    "file",
    "select",
    "boolean",
    "hidden",
    "object",
    "relation",
    "menu",
    "hierarchical-select",
    "website-collection",
}
# Written by the platform itself for every page, so no form asks for them.
OURS = {"uid", "content_type"}


def starter(name: str) -> dict:
    return yaml.safe_load((THEMES / name / "starter.yaml").read_text())


def fields(part: dict) -> list[dict]:
    nested = [*part.get("fields", []), *part.get("files", []), *part.get("collections", [])]
    return [*part.get("fields", []), *(field for inner in nested for field in fields(inner))]


def test_together_the_starters_use_every_widget() -> None:
    used = {field["widget"] for name in ("course", "www") for field in fields(starter(name))}
    assert used == WIDGETS


@pytest.mark.parametrize("name", ["course", "www"])
def test_collections_have_one_home_each_under_the_content_folder(name: str) -> None:
    config = starter(name)
    names = [part["name"] for part in config["collections"]]
    names += [file["name"] for part in config["collections"] for file in part.get("files", [])]
    assert len(set(names)) == len(names)
    for part in config["collections"]:
        assert ("folder" in part) != ("files" in part)
        assert part.get("folder", "content/x").startswith(config["content-dir"] + "/")


@pytest.mark.parametrize("site", [*COURSES, EXAMPLES / "www"], ids=lambda path: path.name)
def test_every_field_the_demo_uses_is_in_the_starter(site: Path) -> None:
    config = starter("www" if site.name == "www" else "course")
    allowed = {part["name"]: {field["name"] for field in part.get("fields", [])} for part in config["collections"]}
    for page in read_pages(site):
        assert set(page.metadata) - allowed[page.kind] - OURS == set(), page.path

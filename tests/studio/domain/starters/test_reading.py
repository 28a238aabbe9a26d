"""Reading starters."""

from pathlib import Path

import pytest

from learnstead.studio.domain.starters import BadStarter, Condition, Filter, Option, Widget, read_schema
from tests import corpus

OUR_STARTERS = sorted((Path(__file__).parents[4] / "themes").glob("*/starter.yaml"))

SMALL = """\
root-url-path: courses
collections:
  - category: Content
    name: page
    label: Pages
    folder: content/pages
    fields:
      - {label: Title, name: title, widget: string, required: true}
      - {label: Kind, name: kind, widget: select, options: [Image, {label: A film, value: Video}]}
      - label: Picture
        name: picture
        widget: relation
        collection: resource
        condition: {field: kind, equals: Image}
        filter: {field: resourcetype, filter_type: equals, value: Image}
  - category: Settings
    name: menu
    label: Menu
    files:
      - name: navmenu
        label: Menu
        file: config/_default/menus.yaml
        fields:
          - {label: Menu, name: leftnav, widget: menu}
"""


def problems_of(source: str) -> list[str]:
    with pytest.raises(BadStarter) as caught:
        read_schema(source)
    return [str(problem) for problem in caught.value.problems]


def test_a_starter_becomes_typed_values() -> None:
    schema = read_schema(SMALL)
    page = schema.collection("page")
    assert [field.widget for field in page.fields] == [Widget.STRING, Widget.SELECT, Widget.RELATION]
    assert page.fields[1].options == (Option("Image", "Image"), Option("A film", "Video"))
    assert page.fields[2].condition == Condition(field="kind", equals="Image")
    assert page.fields[2].filter == Filter(field="resourcetype", value="Image")
    assert page.fields[2].collections == ("resource",)
    assert schema.content_dir == "content"
    assert schema.singleton("navmenu").file == "config/_default/menus.yaml"


def test_a_collection_without_a_title_field_gets_one() -> None:
    schema = read_schema(
        SMALL.replace(
            "{label: Title, name: title, widget: string, required: true}", "{label: Body, name: body, widget: markdown}"
        )
    )
    assert [field.name for field in schema.collection("page").fields] == ["title", "body", "kind", "picture"]


@pytest.mark.parametrize("path", OUR_STARTERS, ids=lambda path: path.parent.name)
def test_our_starters_load(path: Path) -> None:
    assert read_schema(path.read_text()).collections


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["ocw-course-v2.yaml", "ocw-www.yaml"])
def test_real_starters_load(name: str) -> None:
    if not (path := corpus.SHARED / "starters" / name).exists():
        pytest.skip("the real starters are not beside this checkout")
    assert len(read_schema(path.read_text()).collections) >= 7


@pytest.mark.parametrize("widget", [str(widget) for widget in Widget if widget is not Widget.MENU])
def test_every_widget_is_known(widget: str) -> None:
    schema = read_schema(SMALL.replace("widget: select", f"widget: {widget}"))
    assert schema.collection("page").fields[1].widget == widget


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        (
            "widget: select",
            "widget: selekt",
            "collections[0].fields[1].widget: 'selekt' is not a widget; did you mean 'select'? (line 9)",
        ),
        (
            "name: menu\n",
            "name: page\n",
            "collections[1]: the name 'page' is already taken by collections[0] (line 16)",
        ),
        (
            "    files:\n",
            "    folder: content/menu\n    files:\n",
            "collections[1].files: a collection has either 'folder' or 'files', not both (line 21)",
        ),
        ("- category: Settings\n    name", "- name", "collections[1]: 'category' is missing (line 16)"),
        (
            "widget: menu}\n",
            "widget: menu}\n          - {label: Note, name: note, widget: string}\n",
            "collections[1].files[0].fields[0]: a 'menu' field must be the only field of its file (line 24)",
        ),
        (
            "widget: string, required: true}",
            "widget: string}",
            "collections[0].fields[0]: a 'title' field must use the 'string' widget and be required (line 8)",
        ),
        (
            "content/pages",
            "static/pages",
            "collections[0].folder: 'static/pages' does not lie in the content folder 'content' (line 6)",
        ),
        (
            "filter_type: equals",
            "filter_type: contains",
            "collections[0].fields[2].filter.filter_type: 'equals' is the only filter type (line 15)",
        ),
        (
            "options: [Image,",
            "options: [[Image],",
            "collections[0].fields[1].options[0]: must be a string, not a list (line 9)",
        ),
        (
            "condition: {field: kind,",
            "condition: {field: kinds,",
            "collections[0].fields[2]: its condition asks for the field 'kinds', which is not here (line 10)",
        ),
        (
            "label: Picture",
            "lable: Picture",
            "collections[0].fields[2].lable: is not a key known here; did you mean 'label'? (line 10)",
        ),
        (
            "required: true}",
            "required: maybe}",
            "collections[0].fields[0].required: must be true or false, not 'maybe' (line 8)",
        ),
        ("name: kind,", "name: title,", "collections[0].fields[1]: there is another field named 'title' here (line 9)"),
        (
            "    folder: content/pages\n",
            "",
            "collections[0]: needs 'folder' (many entries) or 'files' (single files) (line 3)",
        ),
        (
            "config/_default/menus.yaml",
            "../menus.yaml",
            (
                "collections[1].files[0].file: '../menus.yaml' must be a path in the repository"
                " that ends in .json or .yaml (line 22)"
            ),
        ),
    ],
)
def test_a_mistake_is_reported_with_its_path_and_line(was: str, becomes: str, problem: str) -> None:
    assert was in SMALL
    assert problem in problems_of(SMALL.replace(was, becomes, 1))


def test_every_mistake_is_reported_at_once() -> None:
    source = SMALL.replace("widget: select", "widget: selekt").replace("content/pages", "pages")
    assert len(problems_of(source)) == 2


def test_text_that_is_not_yaml_is_reported_with_its_line() -> None:
    assert problems_of("root-url-path: x\ncollections: [\n")[0].startswith("the file: is not YAML")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("2001-06-31", "collections[0].fields[1].default: cannot be read"),
        ("!thing x", "collections[0].fields[1].default: cannot be read"),
        ("[" * 3000 + "]" * 3000, "the file: is nested too deeply"),
    ],
)
def test_a_value_that_cannot_be_made_is_reported(value: str, problem: str) -> None:
    source = SMALL.replace("name: kind,", f"name: kind, default: {value},")
    assert problems_of(source)[0].startswith(problem)


def test_an_empty_starter_is_refused() -> None:
    assert problems_of("# nothing\n") == ["the file: is empty (line 1)"]


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "aliases" in problems_of("\n".join(lines))[0]

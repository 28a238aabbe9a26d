"""Files to content and back."""

import dataclasses
import json
from typing import Any

import pytest

from learnstead.studio.domain.serialisation import Unreadable, parse, path_of, text_of, verbatim_after_edit
from learnstead.studio.domain.starters import read_schema
from tests import corpus

pytestmark = pytest.mark.slow

SCHEMA = read_schema("""\
root-url-path: courses
collections:
  - {category: Content, name: page, label: Pages, folder: content/pages}
  - category: Settings
    name: settings
    label: Settings
    files:
      - {name: sitemetadata, label: Course, file: data/course.json}
      - {name: navmenu, label: Menu, file: config/_default/menus.yaml}
""")
USUAL = "---\ncontent_type: page\ntitle: A title\nuid: 1\n---\n"


def round_trip(text: str, path: str = "content/pages/a.md") -> str:
    parsed = parse(path, text, SCHEMA)
    assert path_of(parsed) == path
    return text_of(parsed)


def edited(text: str, *, path: str = "content/pages/a.md", **changes: Any) -> str:
    """The text after an edit of the parsed file."""
    before = parse(path, text, SCHEMA)
    metadata = {**before.metadata, **changes.pop("metadata", {})}
    after = dataclasses.replace(before, metadata=metadata, verbatim=None, **changes)
    if before.verbatim is not None:
        after.verbatim = verbatim_after_edit(before.verbatim, after)
    return text_of(after)


def test_front_matter_becomes_content() -> None:
    parsed = parse(
        "content/pages/part/_index.md", "---\ncontent_type: page\nlevel: [a]\ntitle: Ü\nuid: x-1\n---\nHello\n", SCHEMA
    )
    assert (parsed.text_id, parsed.type, parsed.title, parsed.markdown) == ("x-1", "page", "Ü", "Hello\n")
    assert parsed.metadata == {"level": ["a"]}
    assert (parsed.dirpath, parsed.filename) == ("content/pages/part", "_index")


def test_the_usual_form_needs_no_copy_of_the_text() -> None:
    assert parse("content/pages/a.md", USUAL.replace("uid: 1", "uid: x"), SCHEMA).verbatim is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No front matter at all\n",
        "---\n---\n",
        "---\n---\nOnly text",
        "---\ntitle: at the end\n---",
        "---\r\ntitle: Windows\r\n---\r\nLine\r\nLine\r\n",
        "\ufeff---\ntitle: marked\n---\nText\n",
        USUAL + "First\n\n---\n\nSecond\n---\n",
        USUAL + "no newline at the end",
        USUAL + "\n\n\n",
        "---\ndate: 2020-01-01\nat: 2020-01-01T10:00:00Z\ntitle: dates\n---\n",
        "---\ntitle: 'quoted for no reason'\n# a remark\nz: 1\na: 2\n---\n",
        "---\ntitle: Größe, 漢字 🎓\n---\n漢字\n",
        '---\ntitle: "Gr\\xF6\\xDFe \\u2013 \\U0001F393"\nuid: x\n---\n',
        "---\ncontent_type: page\ntitle: " + "word " * 60 + "end\nuid: x\n---\n",
        "---\nnumbers: [1.0, 1e22, -0.0, 0x10, 1_000, 12:30:45, .inf, .nan]\ntitle: t\n---\n",
        "---\ntitle:\nyes: no\nfile: null\nempty: ''\n---\n",
        "---\nbase: &base {a: 1}\nother: *base\nthird: {<<: *base, b: 2}\n---\n",
        "---\nlong: |\n  ---\n  not the end\ntitle: t\n---\nText\n",
        "---  \ntitle: blanks after the dashes\n---\t\nText\n",
        "---\ntitle: t\n---\nnext line\x85here\n\u2028\n",
    ],
)
def test_any_page_is_written_as_it_was(text: str) -> None:
    assert round_trip(text) == text


@pytest.mark.parametrize(
    "text",
    [
        '{\n  "b": 1,\n  "aa": {\n    "y": 1,\n    "xx": []\n  },\n  "title": "t"\n}',
        '{"aa":1,"b":2}\n',
        '{"a": 1e5, "ü": "\\u00fc"}',
        "{}",
    ],
)
def test_any_json_singleton_is_written_as_it_was(text: str) -> None:
    assert round_trip(text, "data/course.json") == text


def test_course_metadata_is_written_in_the_order_of_the_real_repositories() -> None:
    parsed = parse(
        "data/course.json",
        '{"title": "t", "site_uid": "u", "year": "2010", "term": "Fall", "a": {"cc": 1, "b": 2}}',
        SCHEMA,
    )
    parsed.verbatim = None
    assert list(json.loads(text_of(parsed))) == ["a", "term", "year", "site_uid", "title"]


@pytest.mark.parametrize(
    "text", ["leftnav:\n- identifier: a\n  name: A\n  weight: 10\n", "", "leftnav: []\n", "{leftnav: [{name: a}]}"]
)
def test_any_menu_is_written_as_it_was(text: str) -> None:
    assert round_trip(text, "config/_default/menus.yaml") == text


@pytest.mark.corpus
@pytest.mark.parametrize("name", corpus.NAMES)
def test_every_file_of_a_real_course_is_written_as_it_was(name: str) -> None:
    schema = read_schema((corpus.SHARED / "starters" / "ocw-course-v2.yaml").read_text()) if corpus.STARTERS else SCHEMA
    files = corpus.files_of(corpus.course(name))
    written = {path: text_of(parse(path, text, schema)) for path, text in files.items()}
    assert written == files


@pytest.mark.corpus
@pytest.mark.parametrize("name", corpus.NAMES)
def test_real_courses_have_the_usual_form(name: str) -> None:
    files = corpus.files_of(corpus.course(name))
    unusual = [path for path, text in files.items() if parse(path, text, SCHEMA).verbatim is not None]
    assert len(unusual) <= 1


def test_an_edit_of_a_hand_written_file_touches_only_the_changed_lines() -> None:
    kept = "---\n# Keep me\ndate: 2020-01-01\nuid: 'x'\n"
    text = kept + 'title: "Old"   # as agreed\ncontent_type: page\nz:\n  - 1\n---\nText\n'
    assert edited(text, title="New", metadata={"z": [1, 2], "new": True}) == (
        kept + "title: New\ncontent_type: page\nz:\n- 1\n- 2\nnew: true\n---\nText\n"
    )


def test_a_remark_before_the_next_value_outlives_an_edit_of_the_one_above() -> None:
    text = "---\nuid: 'x'\ncontent_type: page\ntitle: T\na: 1\n\n# About b\nb: 2\n---\n"
    assert edited(text, metadata={"a": 3}) == text.replace("a: 1", "a: 3")


def test_an_edit_of_the_text_alone_leaves_the_front_matter_as_it_was() -> None:
    text = "---\r\nuid: x\r\ntitle: 'T'\r\ncontent_type: page\r\n---\r\nOld\r\n"
    assert edited(text, markdown="New\r\n") == text.replace("Old", "New")


def test_an_edit_gives_front_matter_to_a_file_that_had_none() -> None:
    assert (
        edited("Just text\n", text_id="x", title="T") == "---\ncontent_type: page\ntitle: T\nuid: x\n---\nJust text\n"
    )


def test_an_edit_of_shared_values_writes_the_front_matter_anew() -> None:
    text = "---\nbase: &b [1]\nother: *b\nuid: x\ntitle: t\ncontent_type: page\n---\n"
    assert edited(text, metadata={"base": [2]}) == (
        "---\nbase:\n- 2\ncontent_type: page\nother:\n- 1\ntitle: t\nuid: x\n---\n"
    )


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("content/pages/a.md", "---\ntitle: [\n---\n", r"content/pages/a.md:3: is not YAML"),
        ("content/pages/a.md", "---\ntitle: a: b\n---\n", r"content/pages/a.md:2: is not YAML"),
        (
            "content/pages/a.md",
            "---\ntitle: a\nb: 1\nb: 2\n---\n",
            r"content/pages/a.md:4: the key 'b' stands here a second time",
        ),
        ("content/pages/a.md", "---\ntitle: a\n", r"content/pages/a.md:1: .* no closing"),
        ("content/pages/a.md", "---\n- a\n---\n", r"content/pages/a.md:2: must be 'name: value' lines"),
        ("content/pages/a.md", "+++\ntitle = 1\n+++\n", r"content/pages/a.md:1: the front matter is TOML"),
        ("content/pages/a.md", "---\nx: !!python/object:os.system {}\n---\n", r"content/pages/a.md:2: values tagged"),
        ("content/pages/a.md", "---\ntitle: a\n---\nNUL\x00\n", r"content/pages/a.md:4: holds a NUL character"),
        ("data/course.json", '{\n"a": 1,\n}', r"data/course.json:3: is not JSON"),
        ("data/course.json", "[1]", r"data/course.json:1: must hold one JSON object"),
        ("data/course.json", '{"a": NaN}', r"data/course.json: NaN is not a JSON number"),
        ("config/_default/menus.yaml", "leftnav: [\n", r"config/_default/menus.yaml:2: is not YAML"),
    ],
)
def test_a_file_that_does_not_parse_is_reported_with_its_line(path: str, text: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        parse(path, text, SCHEMA)


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(Unreadable, match="aliases"):
        parse("content/pages/a.md", "---\n" + "\n".join(lines) + "\n---\n", SCHEMA)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(Unreadable, match="nested too deeply"):
        parse("content/pages/a.md", "---\na: " + "[" * 5000 + "]" * 5000 + "\n---\n", SCHEMA)


def test_a_file_of_twelve_megabytes_is_content() -> None:
    text = USUAL.replace("uid: 1", "uid: x") + "A line of some length, as lines are.\n" * 340_000
    assert round_trip(text) == text

"""Builds are the same every time, small where asked, and forgiving of odd menus."""

import json

import pytest

from tests.themes.built import build, workspace
from tests.themes.conftest import COURSE, FACTS

pytestmark = pytest.mark.slow


def test_two_builds_of_one_course_have_the_same_bytes(tmp_path, plain):
    again = build(workspace(COURSE, tmp_path / "elsewhere"), tmp_path / "site")
    assert again.files() == plain.files()


def test_one_page_rendered_alone_has_the_bytes_of_the_full_build(tmp_path, live):
    segments = tmp_path / "one.json"
    segments.write_text(json.dumps({"segments": {"preview": {"includes": [{"path": "/pages/currents/ebb"}]}}}))
    course = workspace(COURSE, tmp_path / "course", data__learnstead_json=FACTS)
    one = build(course, tmp_path / "site", f"--config={segments}", "--renderSegments=preview")
    full = live.files()
    rendered = {name: content for name, content in one.files().items() if not name.startswith("theme/")}
    assert set(rendered) == {"pages/currents/ebb/index.html", "pages/currents/ebb/data.json"}
    assert all(full[name] == content for name, content in rendered.items())


def test_a_course_without_a_menu_or_data_still_builds(tmp_path):
    bare = tmp_path / "bare"
    (bare / "content/pages").mkdir(parents=True)
    (bare / "content/pages/alone.md").write_text("---\ntitle: Alone\n---\nText.\n")
    site = build(bare, tmp_path / "site")
    assert "<h1>Alone</h1>" in site.page("pages/alone")


def test_a_menu_that_goes_in_a_circle_does_not_stop_the_build(tmp_path):
    menu = (
        "leftnav:\n- {identifier: a, name: A, parent: b, url: /pages/syllabus}\n- {identifier: b, name: B, parent: a}\n"
    )
    course = workspace(COURSE, tmp_path / "course")
    (course / "config/_default/menus.yaml").write_text(menu)
    assert "<h1>Syllabus</h1>" in build(course, tmp_path / "site").page("pages/syllabus")


def test_a_very_long_menu_does_not_swell_every_page(tmp_path):
    course = workspace(COURSE, tmp_path / "course")
    entries = [
        {
            "identifier": f"{unit}-{part}",
            "name": f"Part {part} of unit {unit}",
            "url": f"/pages/{unit}-{part}",
            "weight": 1,
        }
        | ({"parent": f"{unit}-0"} if part else {})
        for unit in range(30)
        for part in range(30)
    ]
    (course / "config/_default/menus.yaml").write_text(json.dumps({"leftnav": entries}))
    assert len(build(course, tmp_path / "site").page("pages/syllabus")) < 20_000

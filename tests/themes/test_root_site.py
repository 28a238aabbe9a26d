"""The root site: the front door, the people, the lists of courses."""

import json
from pathlib import Path

import pytest

from tests.themes.built import Site, build, structure, workspace

ROOT_SITE = Path(__file__).parents[2] / "examples" / "www"
HANA = "16852a87-a2cb-51d1-a57d-8ef34b7cc318"


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Site:
    folder = tmp_path_factory.mktemp("root")
    return build(workspace(ROOT_SITE, folder / "www"), folder / "site", theme="www", base="/www/")


def test_course_builds_can_look_an_instructor_up(root):
    assert json.loads(root.text(f"instructors/{HANA}/index.json")) == {
        "data": {
            "uid": HANA,
            "title": "Hana R. Castellanos",
            "first_name": "Hana",
            "last_name": "Castellanos",
            "middle_initial": "R",
            "salutation": "",
        }
    }
    assert "<h1>Hana R. Castellanos</h1>" in root.page(f"instructors/{HANA}")


def test_lists_lead_to_courses_beside_the_root_site(root):
    html = root.main("course-lists/all-courses")
    course = "/courses/env-210-rivers-and-cities-urban-hydrology-in-practice-fall-2025/"
    assert f'<a href="{course}">Rivers and Cities: Urban Hydrology in Practice</a>' in html


def test_the_front_page_has_promos_lists_stories_and_notifications(root):
    html = root.main("")
    assert "<h2>Three ways in</h2>" in html
    assert '<a class="button" href="/www/course-lists/all-courses/">' in html
    assert html.count('<aside class="notice"') == 1
    assert html.index("Nadia Brandvold") < html.index("Kofi Lindgren")
    assert not (root.folder / "promos").exists()
    assert not (root.folder / "notifications").exists()


def test_the_main_menu_marks_the_page(root):
    assert '<a href="/www/pages/about/" aria-current="page">About</a>' in root.page("pages/about")


def test_a_story_names_who_tells_it(root):
    html = root.main("stories/kofi-lindgren")
    assert "Geography teacher, Leeds, England" in html
    assert '<a href="/www/">Home</a>' in html


def test_the_pages_of_the_root_site_are_well_formed(root):
    for name, content in root.files().items():
        if name.endswith(".html"):
            seen = structure(content.decode())
            assert (name, seen.wrong, seen.open) == (name, [], [])


def test_a_front_page_that_features_what_is_gone_still_builds(tmp_path):
    folder = workspace(ROOT_SITE, tmp_path / "www")
    (folder / "data/homepage.yaml").write_text("featured_promos: {content: [no-such-uid], website: www}\n")
    site = build(folder, tmp_path / "site", theme="www", base="/")
    assert 'there is no page with uid "no-such-uid" on this site' in site.log
    assert '<link rel="stylesheet" href="/theme/www.css">' in site.page("")

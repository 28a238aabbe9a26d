"""The demo sites are canonical: importing and exporting one changes no byte, and nothing in it points nowhere."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.examples.repository import COURSES, EXAMPLES, MENTION, SHORTCODE, SITES, jsonb_order, read_pages, uids_in

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".py": "text/x-python",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
SVG = "{http://www.w3.org/2000/svg}"
APPENDED = ["site_uid", "site_short_id", "site_url_path", "title"]
SHORTCODES_USED = {
    "quiz_choice",
    "quiz_choices",
    "quiz_multiple_choice",
    "quiz_solution",
    "quote",
    "resource",
    "resource_link",
}
every_site = pytest.mark.parametrize("site", SITES, ids=lambda path: path.name)
every_course = pytest.mark.parametrize("course", COURSES, ids=lambda path: path.name)
every_drawing = pytest.mark.parametrize("drawing", sorted(EXAMPLES.rglob("*.svg")), ids=lambda path: path.name[33:])


@every_site
def test_every_page_serialises_to_the_bytes_it_was_read_from(site: Path) -> None:
    for page in read_pages(site):
        assert page.serialised() == page.text, page.path


@every_site
def test_every_page_has_its_own_uid_and_a_title(site: Path) -> None:
    pages = read_pages(site)
    assert len({page.uid for page in pages}) == len(pages)
    assert [page.path for page in pages if not page.metadata["title"]] == []


def test_uids_are_unique_across_the_whole_demo() -> None:
    uids = [page.uid for site in SITES for page in read_pages(site)]
    assert len(set(uids)) == len(uids)


@every_site
def test_every_page_mentioned_in_a_shortcode_exists(site: Path) -> None:
    pages = read_pages(site)
    known = {page.uid for page in pages}
    for page in pages:
        assert set(MENTION.findall(page.body)) - known == set(), page.path
        assert set(SHORTCODE.findall(page.body)) - SHORTCODES_USED == set(), page.path


@every_site
def test_every_relation_in_front_matter_finds_its_page(site: Path) -> None:
    pages = read_pages(site)
    known = {page.uid for page in pages}
    for page in pages:
        related = [uid for value in page.metadata.values() if isinstance(value, dict) for uid in uids_in(value)]
        assert set(related) - known == set(), page.path


@every_site
def test_every_resource_has_its_file_with_the_size_and_type_it_states(site: Path) -> None:
    stored = set()
    for page in read_pages(site):
        if page.kind != "resource":
            continue
        media = site / "media" / Path(str(page.metadata["file"])).name
        assert media.name.startswith(page.uid.replace("-", "") + "_")
        assert media.stat().st_size == page.metadata["file_size"], page.path
        assert MEDIA_TYPES[media.suffix] == page.metadata["file_type"], page.path
        stored.add(media)
    assert stored == set((site / "media").glob("*"))


@every_site
def test_every_image_says_what_it_shows(site: Path) -> None:
    for page in read_pages(site):
        if page.metadata.get("resourcetype") == "Image":
            assert page.metadata["image_metadata"]["image-alt"], page.path


@every_site
def test_the_menu_is_canonical_and_leads_to_pages_that_exist(site: Path) -> None:
    text = (site / "config/_default/menus.yaml").read_text()
    menus = yaml.safe_load(text)
    assert yaml.dump(menus, Dumper=yaml.Dumper) == text
    pages = {page.uid: page for page in read_pages(site)}
    for item in next(iter(menus.values())):
        place = pages[item["identifier"]].path.relative_to(site / "content").with_suffix("")
        assert item["pageRef"] == "/" + str(place).removesuffix("/_index")
        assert item.get("parent", item["identifier"]) in pages


@every_site
def test_site_information_is_in_the_order_postgresql_keeps(site: Path) -> None:
    (information,) = site.glob("data/*.json")
    text = information.read_text()
    data = json.loads(text)
    assert json.dumps(data, indent=2) == text
    assert list(data)[-4:] == APPENDED
    own = {key: value for key, value in data.items() if key not in APPENDED}
    assert json.dumps(jsonb_order(own)) == json.dumps(own)


@every_course
def test_every_course_can_be_studied_from_beginning_to_end(course: Path) -> None:
    pages = [page for page in read_pages(course) if page.kind == "page"]
    assert len(pages) >= 14
    assert {"syllabus.md", "calendar.md", "readings.md"} <= {page.path.name for page in pages}
    notes = [page for page in pages if page.metadata["learning_resource_types"] == ["Lecture Notes"]]
    long_enough = [page for page in notes if len(page.body.split()) >= 400]
    assert len(long_enough) >= 6


@every_drawing
def test_drawings_are_described_and_carry_no_script(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314  our own file, in the repository
    assert root.find(f"{SVG}title").text
    assert len(root.find(f"{SVG}desc").text) > 40
    assert {element.tag for element in root.iter()} & {f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image"} == set()
    assert re.findall(r"\son\w+=|javascript:|(?:href|src)=\"(?!#)", text) == []

"""Real courses, as they are in their repositories."""

import re

import pytest

from tests import corpus
from tests.themes.built import Site, build, structure, workspace

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.fixture(scope="module", params=corpus.BUILT)
def course(request, tmp_path_factory) -> Site:
    original = corpus.course(request.param)
    folder = tmp_path_factory.mktemp("course")
    return build(workspace(original, folder / "course"), folder / "site", base=f"/courses/{request.param}/")


def test_every_file_of_content_has_its_page_and_its_record(course):
    content = corpus.course(course.base.split("/")[2]) / "content"
    wanted = {re.sub(r"(/_index)?\.md$", "", path.relative_to(content).as_posix()) for path in content.rglob("*.md")}
    names = {name.lower() for name in course.files()}
    assert [path for path in wanted if f"{path}/index.html".lower() not in names] == []
    assert [path for path in wanted if f"{path}/data.json".lower() not in names] == []


def test_no_page_is_over_a_hundred_kilobytes(course):
    assert [name for name, content in course.files().items() if name.endswith(".html") and len(content) > 100_000] == []


def test_every_link_the_theme_writes_leads_to_a_page(course):
    names = set(course.files())
    for name in names:
        if not name.endswith(".html"):
            continue
        html = course.text(name)
        frame = html.partition("<main")[0] + html.partition("</main>")[2] + html.partition("</h1>")[0]
        inside = [
            a.partition("#")[0].removeprefix(course.base)
            for a in structure(frame).addresses
            if a.startswith(course.base)
        ]
        assert [a for a in inside if a not in names and f"{a}index.html" not in names] == []


def test_nothing_is_left_of_shortcodes_and_placeholders(course):
    left = re.compile(rb"\{\{[<%]|HAHAHUGO|ZgotmplZ")
    assert [name for name, content in course.files().items() if name.endswith(".html") and left.search(content)] == []

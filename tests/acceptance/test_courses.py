"""A course of files goes the whole way: imported, out again unchanged, published, walked through, and found."""

import json
import re
from pathlib import Path

import pytest

from tests import corpus
from tests.acceptance import links
from tests.acceptance.stage import Stage, files_of, texts_of
from tests.config.supervisor.whole import eventually

pytestmark = pytest.mark.slow
OURS = sorted(path for path in (Path(__file__).parents[2] / "examples" / "courses").iterdir() if path.is_dir())
PHRASE_WORDS = 9
PROSE = re.compile(rf"(?:[A-Za-z]+ ){{{PHRASE_WORDS - 1}}}[A-Za-z]+(?=[ ,.])")


@pytest.mark.parametrize("folder", OURS, ids=lambda folder: folder.name)
def test_a_course_of_ours_goes_the_whole_way(folder: Path, stage: Stage, tmp_path: Path) -> None:
    goes_the_whole_way(folder, stage, tmp_path)


@pytest.mark.corpus
@pytest.mark.parametrize("name", corpus.BUILT)
def test_a_real_course_goes_the_whole_way(name: str, stage: Stage, tmp_path: Path) -> None:
    goes_the_whole_way(corpus.course(name), stage, tmp_path)


def goes_the_whole_way(folder: Path, stage: Stage, tmp_path: Path) -> None:
    source = texts_of(folder)
    stage.say("course", "import", str(folder))
    stage.say("course", "export", folder.name, str(tmp_path / "out"))
    assert files_of(tmp_path / "out") == files_of(folder)
    stage.say("course", "publish", folder.name, "--to", "live", "--wait")
    home = stage.home_of(folder.name)
    readers_find_no_dead_end_but_the_authors(stage, home, source)
    learners_find_it(stage, home, source)


def readers_find_no_dead_end_but_the_authors(stage: Stage, home: str, source: dict[str, str]) -> None:
    walk = links.walk(stage.browser, home)
    ours = {
        dead_end: page for dead_end, page in walk.dead_ends.items() if not links.is_the_authors(dead_end, home, source)
    }
    assert ours == {}
    # Captions and transcripts belong to their video: no page lists them.
    pages = [path for path, text in source.items() if path.startswith("content/") and "title: 3play" not in text]
    assert len(walk.pages) > len(pages) / 2, "most pages can be reached from the first"


def learners_find_it(stage: Stage, home: str, source: dict[str, str]) -> None:
    course = json.loads(source["data/course.json"])
    learner_page = f"/catalogue{home}"
    # Beside a run of all other tests it may take a while.
    eventually(lambda: stage.first_found(course["primary_course_number"]) == learner_page, patience=240)
    assert stage.first_found(course["course_title"]) == learner_page
    assert stage.first_found(a_phrase_from(source)) == learner_page
    assert stage.page(learner_page).css_first("h1")


def a_phrase_from(source: dict[str, str]) -> str:
    """The first nine plain words in a row that some page says."""
    for path, text in source.items():
        body = text.partition("\n---\n")[2]
        if path.startswith("content/pages/") and (found := PROSE.search(body)):
            return found.group()
    raise AssertionError("no page has nine plain words in a row")

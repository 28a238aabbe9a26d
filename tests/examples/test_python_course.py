"""CS.115 promises its readers that every example on its pages was run. This runs them."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.repository import EXAMPLES, Page, read_pages

COURSE = EXAMPLES / "courses" / "CS.115-spring-2026"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [page for page in read_pages(COURSE) if ">>>" in page.body]
# Pages that lost their code fences would otherwise pass without running anything.
EXAMPLES_AT_LEAST = 80


@pytest.fixture
def handouts(tmp_path: Path) -> Path:
    """The course's files under their own names, as a reader saves them."""
    for media in (COURSE / "media").iterdir():
        shutil.copyfile(media, tmp_path / media.name.partition("_")[2])
    return tmp_path


def run_page(page: Page) -> doctest.TestResults:
    """Run the blocks of a page from top to bottom, in one namespace, as a reader types them."""
    names: dict[str, object] = {"__name__": "notes"}
    runner = doctest.DocTestRunner(verbose=False)
    for block in BLOCK.findall(page.body):
        if ">>>" in block:
            session = doctest.DocTestParser().get_doctest(block, names, page.path.name, str(page.path), 0)
            runner.run(session, clear_globs=False)
            names = session.globs
        else:
            exec(compile(block, page.path.name, "exec", dont_inherit=True), names)  # noqa: S102  the page's own code is what we test
    return runner.summarize(verbose=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)
def test_the_examples_of_a_page_print_what_the_page_says(page: Page, handouts: Path) -> None:
    before = Path.cwd()
    os.chdir(handouts)
    try:
        assert run_page(page).failed == 0
    finally:
        os.chdir(before)


def test_no_page_loses_its_examples() -> None:
    assert sum(page.body.count(">>>") for page in PAGES) >= EXAMPLES_AT_LEAST


def test_the_finished_program_of_chapter_5_runs(handouts: Path) -> None:
    command = [sys.executable, "word_count.py", "the-ferryman.txt"]
    done = subprocess.run(command, cwd=handouts, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].split() == ["6", "the"]

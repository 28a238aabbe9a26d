"""The search page over HTTP: what it says, what it weighs, what it asks of the database."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learnstead.kernel.contracts import LearningResource, Run
from learnstead.learn.domain import indexing, releases
from learnstead.ports.services import services
from tests.learn.source_releases import NOON, course, lay_down

pytestmark = pytest.mark.django_db

FIRST_LOAD = 100_000
ASSET = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')


def bring(*records: LearningResource) -> None:
    given = services()
    release = lay_down(given.objects, 1, {"all": records})
    releases.apply_release(source="library", release=release, objects=given.objects, queue=given.queue, at=NOON)
    indexing.rebuild(index=given.search)


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def lesson(number: int) -> LearningResource:
    run = Run(run_id=f"r{number}", level=["graduate"], instructors=[f"Person {number}"])
    return course(f"tides-{number}", title=f"Tides {number}", topics=["Physics"], departments=["12"], runs=[run])


def test_a_page_of_many_results_asks_the_database_no_more_than_one_of_few() -> None:
    bring(*map(lesson, range(24)))

    def asked(address: str) -> int:
        page(address)
        with CaptureQueriesContext(connection) as queries:
            page(address)
        return len(queries)

    # Sorted, so that neither is counted as a search that was made afresh.
    assert asked("/search/?q=tides&sortby=new") <= asked("/search/?q=tides&sortby=new&page=2") <= 18


def test_the_first_load_weighs_little() -> None:
    bring(*map(lesson, range(24)))
    answer = Client().get("/search/?q=tides", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assets = set(ASSET.findall(gzip.decompress(answer.content).decode()))
    assert {"site.css", "site.js", "learn/learn.css", "learn/search.js"} <= assets
    # Styles and scripts as they are: nobody has to compress them for the page to be light enough.
    sizes = [Path(str(finders.find(name))).stat().st_size for name in assets]
    assert len(answer.content) + sum(sizes) <= FIRST_LOAD


def test_headings_counts_and_links_say_where_one_is() -> None:
    bring(*map(lesson, range(24)), course("film", title="Tides, the film", resource_type="video", runs=[]))
    text = page("/search/?q=tides&page=2")
    assert re.findall(r"<h([12])[^>]*>([^<]+)<", text) == [("1", "Search"), ("2", "Filter"), ("2", "Search results")]
    assert re.search(r'role="status"[^>]*>\s*<strong>25</strong> results', text)
    assert re.search(r'Courses <span class="meta">24<', text)
    assert re.search(r'Learning materials <span class="meta">1<', text)
    assert "Earth, Atmospheric, and Planetary Sciences" in text
    assert "So deep nobody can look" in page("/search/?q=tides&page=51")
    assert "no such page of results" in page("/search/?q=tides&page=5")


def test_who_finds_nothing_sees_a_way_on() -> None:
    bring(*map(lesson, range(3)))
    text = page("/search/?q=tides&level=undergraduate")
    assert "Without “Level”: 3" in text
    assert 'href="?q=tides"' in text
    assert 'id="topics"' in text
    assert "Searching by meaning is not possible" in text

"""Searching from the command line."""

import json

import pytest
from click.testing import CliRunner

from learnstead.config.cli.search import search
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn import published_site as site
from tests.learn.web.test_publications import tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _a_published_course() -> None:
    services().search.rebuild([])  # other tests leave entries of a database that is gone
    site.put_release(services().objects, "releases/t101/1")
    assert tell(site.published(1, release="releases/t101/1")) == 202
    waiting_jobs.work_off()


def said(*arguments: str) -> str:
    answer = CliRunner().invoke(search, arguments, catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.output


def test_results_are_printed_for_people() -> None:
    output = said("limpets")
    assert "T.101 Life in Tidal Pools" in output
    assert "inside: Lecture 9: Limpets" in output
    assert "<mark>" not in output


def test_results_are_printed_for_programs() -> None:
    answer = json.loads(said("limpets", "--json", "--topic", "Ecology"))
    (result,) = answer["results"]
    assert (answer["total"], result["number"], result["title"]) == (1, "T.101", "Life in Tidal Pools")
    assert result["url"] == f"{services().url}/courses/{site.SITE}/"
    assert result["inside"]["url"] == f"{services().url}/courses/{site.SITE}/pages/lectures/lecture-9/"
    assert answer["facets"]["level"] == {"introductory": 1}


def test_the_index_can_be_rebuilt_and_the_encoder_trained() -> None:
    output = said("rebuild")
    assert output.startswith("1 entry indexed")
    assert "1 resource encoded by lsa-" in output
    standing = said("status")
    assert "index      1 entry\n" in standing
    assert "vectors    of 1 resource, 0 changed since\n" in standing
    assert "waiting    0 resources\n" in standing

"""Search over HTTP: pages, facets, refusals, and what only staff may do."""

from dataclasses import replace

import pytest

from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.learn.domain import facets
from learnstead.people.models import User
from learnstead.ports import services as ports
from tests import waiting_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
SEARCH = "/api/v1/learning_resources_search/"


def found(client, query):
    answer = client.get(f"{SEARCH}?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def counts(client, facet, query):
    buckets = found(client, f"aggregations={facet}&{query}")["metadata"]["aggregations"][facet]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_user("sam", is_staff=True))
    return client


def test_a_page_of_results_leads_to_the_pages_around_it(client):
    page = found(client, "q=estuary&offset=3&limit=3")
    assert page["count"] == 29
    assert page["next"].endswith("?q=estuary&limit=3&offset=6")
    assert page["previous"].endswith("?q=estuary&limit=3&offset=0")
    assert found(client, "q=estuary&limit=3")["previous"] is None
    assert found(client, "q=estuary&offset=25&limit=10")["next"] is None


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("foo=1", "non_field_errors", "Unknown field(s): foo"),
        ("platform=xpro,spaceship", "platform", '"spaceship" is not a valid choice.'),
        ("sortby=fame", "sortby", '"fame" is not a valid choice.'),
        ("offset=9999&limit=10", "offset", "Only the first 10,000 results can be listed"),
        ("aggregations=price", "aggregations", '"price" is not a valid choice.'),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(client, query, field, message):
    answer = client.get(f"{SEARCH}?{query}")
    assert answer.status_code == 400
    assert answer.json()[field][0].startswith(message)


def test_facets_count_each_resource_once_and_not_under_their_own_filter(client):
    assert counts(client, "free", "q=estuary") == {"true": 29}
    assert counts(client, "certification", "resource_type=course")["true"] == 1
    levels = counts(client, "level", "level=undergraduate")
    assert levels == {"undergraduate": 1, "graduate": 1}
    assert counts(client, "department", "level=undergraduate") == {"18": 1, "6": 1}
    assert set(counts(client, "resource_type", "resource_type=course")) > {"course", "program", "podcast"}


def test_modes_share_parameters_facets_and_pages(client):
    walks = {}
    for mode in ("keyword", "hybrid", "semantic"):
        walked, address = [], f"{SEARCH}?q=estuary&mode={mode}&limit=8&resource_type=course"
        while address:
            page = client.get(address).json()
            walked += [one["id"] for one in page["results"]]
            address = page["next"]
        assert len(walked) == len(set(walked)) == page["count"]
        walks[mode] = set(walked)
    assert walks["keyword"] <= walks["hybrid"]
    assert "mode" in page["metadata"]


@pytest.mark.parametrize(
    "parameter",
    ["yearly_decay_percent=0", "search_mode=phrase", "slop=0", "min_score=0", "max_incompleteness_penalty=1",
     "content_file_score_weight=0", "dev_mode=true"],
)  # fmt: skip
def test_only_staff_change_how_results_are_ranked(client, parameter):
    answer = client.get(f"{SEARCH}?q=estuary&{parameter}")
    assert (answer.status_code, answer.json()["error_type"]) == (403, "PermissionDenied")
    client.force_login(User.objects.create_user("sam", is_staff=True))
    assert client.get(f"{SEARCH}?q=estuary&{parameter}").status_code == 200


def test_staff_see_why_a_result_is_where_it_is(staff):
    result = found(staff, "q=estuary&dev_mode=true&limit=1")["results"][0]
    assert result["score"] > 0
    assert "score" not in found(staff, "q=estuary&limit=1")["results"][0]
    assert found(staff, "q=estuary+lesson&search_mode=phrase")["count"] == 29


def test_topics_are_any_of_and_names_all_of_whatever_their_case(client):
    assert [one["readable_id"] for one in found(client, "topic=MATHEMATICS&topic=Physics&free=true")["results"]] == [
        "algebra"
    ]
    assert found(client, "topic=Mathematics&free=false")["count"] == 0


def test_single_files_of_opencourseware_are_shown_to_those_who_ask(client):
    usual = {one["readable_id"] for one in found(client, "limit=100")["results"]}
    assert {"circuits", "Spark", "Textbook"} <= usual
    assert "Problem Set 3" not in usual
    assert "Problem Set 3" in {one["readable_id"] for one in found(client, "limit=100&show_ocw_files=true")["results"]}


def test_views_and_dates_sort_with_nothing_last_and_ids_decide_ties(client):
    for order in ("-views", "views", "upcoming", "-start_date"):
        ids = [one["id"] for one in found(client, f"resource_type=course&sortby={order}&limit=100")["results"]]
        again = [one["id"] for one in found(client, f"resource_type=course&sortby={order}&limit=100")["results"]]
        assert ids == again
        assert len(ids) == len(set(ids)) == 31
    assert found(client, "sortby=upcoming&limit=1")["results"][0]["readable_id"] == "algebra"


def test_a_misspelt_word_comes_with_a_suggestion_and_typing_too(client):
    assert client.get("/api/v1/suggest/?q=linear+al").json()["suggestions"][0]["title"] == "Linear Algebra"
    assert client.get("/api/v1/suggest/?q=").json() == {"suggestions": []}


@pytest.mark.parametrize("words", ["%00", "(((", "a" * 10_000, "title:x AND *", "'; DROP TABLE x; --", "💥", '"', "-"])
def test_any_text_can_be_looked_for(client, words):
    assert client.get(SEARCH, {"q": words}).status_code == 200


def test_without_an_index_search_says_when_to_come_again_and_has_it_built(client, tmp_path):
    here = ports.services()
    ports.install(replace(here, search=TantivyIndex(tmp_path, facets=facets.INDEXED)))
    try:
        answer = client.get(f"{SEARCH}?q=estuary")
    finally:
        ports.install(here)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert [name for name, _ in waiting_jobs.waiting()] == ["learn.rebuild_search"]

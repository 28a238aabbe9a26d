"""What every route has in common."""

import pytest
from django.test import Client

from learnstead.learn.domain.topics import topic
from learnstead.learn.web.rest.edge import COUNTER
from learnstead.learn.web.rest.routes import specification

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics():
    for path in (["Science"], ["Science", "Biology"], ["Science", "Physics"], ["Arts, Design"]):
        topic(path)


@pytest.fixture
def limit(settings):
    """A limit of three requests a minute, for those who ask for it."""
    settings.API_REQUESTS_PER_MINUTE = 3
    COUNTER.forget()
    yield
    COUNTER.forget()


def test_a_list_comes_in_pages_that_lead_to_each_other(client, topics):
    first = client.get("/api/v1/topics/?limit=3").json()
    assert (first["count"], first["previous"]) == (4, None)
    assert first["next"].startswith("http")
    last = client.get(first["next"]).json()
    assert [one["name"] for one in first["results"] + last["results"]] == [
        "Arts, Design",
        "Biology",
        "Physics",
        "Science",
    ]
    assert last["next"] is None
    assert last["previous"].endswith("?limit=3&offset=0")


def test_names_are_repeated_and_may_have_commas_in_them(client, topics):
    found = client.get("/api/v1/topics/", {"name": ["arts, design", "Biology"]}).json()
    assert [one["name"] for one in found["results"]] == ["Arts, Design", "Biology"]
    top = client.get("/api/v1/topics/?is_toplevel=true").json()["results"]
    below = client.get(f"/api/v1/topics/?parent_topic_id={top[1]['id']},{top[0]['id']}").json()
    assert below["count"] == 2


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("foo=1", "non_field_errors", "Unknown field(s): foo"),
        ("limit=0", "limit", "Input should be greater than or equal to 1."),
        ("offset=many", "offset", "A valid integer is required."),
        ("is_toplevel=perhaps", "is_toplevel", "Must be a valid boolean."),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(client, query, field, message):
    answer = client.get(f"/api/v1/topics/?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert (problem["title"], problem["status"], problem["error_type"]) == ("Bad Request", 400, "ValidationError")
    assert problem[field] == problem["errors"][field] == [message]


def test_what_is_not_there_and_what_cannot_be_done_are_problems_too(client):
    for path in ("/api/v1/topics/1/", "/api/v1/topics/x/", f"/api/v1/topics/{'9' * 40}/", "/api/v1/nonsense/"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error_type"]) == (404, "Http404")
    answer = client.delete("/api/v1/topics/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.json()["error_type"] == "MethodNotAllowed"


def test_an_answer_that_is_known_is_not_sent_again(client, topics):
    first = client.get("/api/v1/topics/")
    again = client.get("/api/v1/topics/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    topic(["Engineering"])
    assert client.get("/api/v1/topics/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.head("/api/v1/topics/").headers["ETag"] == client.get("/api/v1/topics/").headers["ETag"]
    assert first.headers["Cache-Control"].startswith("public")


def test_forged_addresses_share_one_limit(client, limit):
    answers = [client.get("/api/v1/platforms/", headers={"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["RateLimit"].startswith('"minute";r=2;')
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60
    assert answers[3].json()["error_type"] == "Throttled"


def test_behind_a_trusted_proxy_each_client_has_a_limit_of_its_own(client, limit, settings):
    settings.TRUSTED_PROXIES = 1

    def statuses(forwarded):
        return [
            client.get("/api/v1/platforms/", headers={"X-Forwarded-For": forwarded.format(n)}).status_code
            for n in range(4)
        ]

    assert statuses("198.51.100.{}, 203.0.113.7") == [200, 200, 200, 429]
    assert statuses("203.0.113.7, 203.0.113.8") == [200, 200, 200, 429]


def test_the_documentation_shows_every_route_and_needs_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert all(path in text for path in specification.document["paths"])
    assert "<script>" not in text
    assert "style=" not in text
    assert client.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"


def test_a_form_of_another_site_changes_nothing():
    """Writes with a session need the token of the pages; the routes of lists are tried with it where they are."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = "stolen"
    answer = client.post("/api/v1/topics/")
    assert (answer.status_code, answer.json()["error_type"]) == (403, "PermissionDenied")

"""Learning resources: what is shown of them, lists with filters and orders, and what lies around them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learnstead.learn.models import FeaturedItem, LearningResource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def number_of(name):
    return LearningResource.objects.get(readable_id=name).pk


def one(client, name):
    return client.get(f"/api/v1/learning_resources/{number_of(name)}/").json()


def names(client, query, path="learning_resources"):
    return [found["readable_id"] for found in client.get(f"/api/v1/{path}/?{query}").json()["results"]]


def test_a_course_has_the_fields_its_clients_know(client):
    algebra = one(client, "algebra")
    assert algebra["course"]["course_numbers"][0]["value"] == "18.06"
    assert algebra["course"]["course_numbers"][0]["department"]["school"]["name"] == "School of Science"
    assert algebra["certification_type"] == {"code": "completion", "name": "Certificate of completion"}
    assert (algebra["prices"], algebra["free"]) == (["0.00", "49.00"], True)
    assert algebra["resource_prices"][1] == {"amount": "49.00", "currency": "USD"}
    assert [topic["name"] for topic in algebra["topics"]] == ["Mathematics", "Science & Math"]
    assert algebra["offered_by"]["name"] == "MITx"
    assert algebra["image"]["alt"] == "A matrix"
    runs = algebra["runs"]
    assert [run["run_id"] for run in runs] == [f"algebra+{n}" for n in range(5)]
    assert runs[0]["level"] == [{"code": "undergraduate", "name": "Undergraduate"}]
    assert runs[0]["instructors"][0]["full_name"] == "Marina Ochoa"
    assert algebra["best_run_id"] == runs[0]["id"]


def test_every_kind_has_its_own_block_and_transcripts_are_shown_one_at_a_time(client):
    program = one(client, "electronics")
    assert program["program"]["course_count"] == 2
    assert [child["readable_id"] for child in program["children"]] == ["algebra", "circuits"]
    podcast = one(client, "Signals")
    assert (podcast["podcast"]["episode_count"], podcast["resource_type_group"]) == (1, "learning_material")
    episode = one(client, "Noise")["podcast_episode"]
    assert episode["parent_podcasts"][0]["title"] == "Signals"
    assert episode["transcript"] == "Hiss and hum."
    video = one(client, "Spark")
    assert video["playlists"] == [str(number_of("Experiments"))]
    assert video["video"]["transcript"] == "It jumps."
    assert one(client, "Experiments")["video_playlist"]["channel"]["title"] == "The Lab"
    assert one(client, "Problem Set 3")["content_files"][0]["key"] == "pset3.pdf"
    listed = client.get("/api/v1/videos/").json()["results"][0]
    assert "transcript" not in listed["video"]


def test_each_kind_has_a_list_of_its_own(client):
    for path, kind in (("courses", "course"), ("programs", "program"), ("podcast_episodes", "podcast_episode")):
        found = client.get(f"/api/v1/{path}/").json()["results"]
        assert {one["resource_type"] for one in found} == {kind}
    assert client.get(f"/api/v1/videos/{number_of('algebra')}/").status_code == 404
    assert names(client, "resource_type=video", "courses") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("topic=mathematics", ["algebra"]),
        ("topic=Science+%26+Math&free=true&certification=true", ["algebra"]),
        ("course_feature=Exams,+with+Solutions", ["algebra"]),
        ("level=undergraduate,high_school", ["algebra"]),
        ("department=6&sortby=mitcoursenumber", ["algebra", "circuits"]),
        ("department=6&sortby=-mitcoursenumber", ["circuits", "algebra"]),
        ("department=6&department=18&sortby=mitcoursenumber", ["circuits", "algebra"]),
        ("offered_by=ocw&professional=true", ["circuits"]),
        ("resource_type_group=program,course&platform=ocw", ["circuits"]),
        ("resource_type_group=learning_material&sortby=readable_id&limit=3", ["Experiments", "Noise", "Problem Set 3"]),
        ("readable_id=algebra&readable_id=hidden&readable_id=withdrawn", ["algebra"]),
        ("certification_type=completion&sortby=start_date", ["algebra"]),
    ],
)
def test_lists_are_narrowed_and_ordered(client, query, expected):
    assert names(client, query) == expected


def test_what_has_no_date_comes_last_in_either_direction(client):
    assert names(client, "sortby=start_date")[0] == "algebra"
    assert names(client, "sortby=-start_date")[0] == "algebra"
    assert names(client, "sortby=upcoming")[0] == "algebra"


def test_pages_of_a_list_never_repeat_although_all_values_are_the_same(client):
    walked, address = [], "/api/v1/learning_resources/?sortby=-views&limit=7"
    while address:
        page = client.get(address).json()
        walked += [found["id"] for found in page["results"]]
        address = page["next"]
    assert len(walked) == len(set(walked)) == page["count"]


def test_a_resource_that_is_hidden_is_nowhere(client):
    for name in ("hidden", "withdrawn"):
        number = number_of(name)
        for path in ("", "similar/", "items/", "contentfiles/"):
            assert client.get(f"/api/v1/learning_resources/{number}/{path}").status_code == 404
        assert names(client, f"resource_id={number}") == []
        assert names(client, f"id={number}&q=estuary", "learning_resources_search") == []
        assert str(number) not in [
            str(row["id"]) for row in client.get("/api/v1/learning_resources/summary/").json()["results"]
        ]
    for attempt in ("published=false", "test_mode=true"):
        assert client.get(f"/api/v1/learning_resources/?{attempt}").status_code == 400


def test_what_is_in_a_program_comes_in_its_order(client):
    number = number_of("electronics")
    items = client.get(f"/api/v1/learning_resources/{number}/items/").json()["results"]
    assert [item["resource"]["readable_id"] for item in items] == ["algebra", "circuits"]
    assert items[1]["resource"]["position"] == items[1]["position"]
    assert client.get(f"/api/v1/learning_resources/{number}/items/{items[1]['id']}/").json() == items[1]
    assert client.get(f"/api/v1/learning_resources/{number}/items/1/").status_code == 404


def test_similar_resources_obey_filters(client):
    number = number_of("lesson-01")
    similar = client.get(f"/api/v1/learning_resources/{number}/similar/?limit=3").json()
    assert len(similar) <= 3
    assert number not in [one["id"] for one in similar]
    kinds = client.get(f"/api/v1/learning_resources/{number}/vector_similar/?resource_type=video").json()
    assert {one["resource_type"] for one in kinds} <= {"video"}


def test_ten_resources_take_as_many_questions_to_the_database_as_two(client):
    def questions(limit):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/learning_resources/?sortby=-id&limit={limit}")
        return len(queries)

    assert questions(30) <= questions(12) <= 12


def test_a_channel_counts_what_a_search_with_its_filter_finds(client):
    listed = client.get("/api/v1/channels/").json()["results"]
    assert {"mitx", "18", "science-math/mathematics"} <= {one["name"] for one in listed}
    for one in listed:
        found = client.get(f"/api/v1/learning_resources_search/?{one['search_filter']}&resource_type=course").json()
        address = f"/api/v1/channels/type/{one['channel_type']}/{one['name']}/"
        assert client.get(address).json()["counts"]["courses"] == found["count"], one
    for kind in ("unit", "department", "topic"):
        for one in client.get(f"/api/v1/channels/counts/{kind}/").json():
            assert client.get(f"/api/v1/channels/type/{kind}/{one['name']}/").json() == one
    assert client.get("/api/v1/channels/type/unit/nobody/").status_code == 404


def test_what_editors_feature_comes_in_their_order_and_can_be_narrowed(client):
    for place, name in enumerate(("circuits", "algebra", "hidden")):
        resource = LearningResource.objects.get(readable_id=name)
        FeaturedItem.objects.create(offered_by="mitx", resource=resource, position=place)
    assert names(client, "", "featured") == ["circuits", "algebra"]
    assert names(client, "certification=true", "featured") == ["algebra"]
    assert names(client, "sortby=id", "featured") == ["algebra", "circuits"]
    algebra, electronics = (LearningResource.objects.get(readable_id=name).pk for name in ("algebra", "electronics"))
    assert client.get(f"/api/v1/featured/{algebra}/").json()["readable_id"] == "algebra"
    assert client.get(f"/api/v1/featured/{electronics}/").status_code == 404

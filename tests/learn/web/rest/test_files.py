"""Content files: who may read their text, and what is found inside them."""

import pytest
from django.contrib.auth.models import Group

from learnstead.learn.models import ContentFile, LearningResource
from learnstead.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def keys(client, query, path="content_file_search"):
    return [one["key"] for one in client.get(f"/api/v1/{path}/?{query}").json()["results"]]


def test_the_text_of_a_file_is_for_those_who_may_read_it(client):
    algebra = LearningResource.objects.get(readable_id="algebra")
    address = f"/api/v1/learning_resources/{algebra.pk}/contentfiles/"
    listed = client.get(address).json()["results"][0]
    assert (listed["title"], listed["run_readable_id"]) == ("Eigenvalues", "algebra+0")
    assert listed["course_number"] == ["18.06", "6.06"]
    assert "content" not in listed
    assert "content" not in client.get(f"{address}{listed['id']}/").json()
    of_courses = f"/api/v1/courses/{algebra.pk}/contentfiles/"
    assert client.get(of_courses).json()["results"] == [listed]
    assert client.get(f"{of_courses}{listed['id']}/").json()["id"] == listed["id"]
    document = LearningResource.objects.get(readable_id="Problem Set 3")
    assert client.get(f"/api/v1/learning_resources/{document.pk}/contentfiles/").json()["count"] == 1
    assert client.get(f"/api/v1/courses/{document.pk}/contentfiles/").status_code == 404
    viewer = User.objects.create_user("vera")
    viewer.groups.add(Group.objects.get_or_create(name="content_file_viewers")[0])
    client.force_login(viewer)
    assert client.get(address).json()["results"][0]["content"].startswith("The eigenvalues")
    assert client.get(f"/api/v1/contentfiles/{listed['id']}/").json()["content"].startswith("The eigenvalues")


def test_words_inside_files_are_found_and_counted(client):
    assert keys(client, "q=rotation") == ["notes/eigenvalues.pdf"]
    both = "q=eigenvalues&aggregations=topic&aggregations=content_feature_type,platform"
    assert sorted(keys(client, both)) == ["notes/eigenvalues.pdf", "pset3.pdf"]
    aggregations = client.get(f"/api/v1/content_file_search/?{both}&platform=ocw").json()["metadata"]["aggregations"]
    assert aggregations["platform"] == [{"key": "edx", "doc_count": 1}, {"key": "ocw", "doc_count": 1}]
    assert aggregations["content_feature_type"] == []
    assert keys(client, "q=eigenvalues&topic=mathematics") == ["notes/eigenvalues.pdf"]
    assert keys(client, "content_feature_type=Lecture+Notes", "contentfiles") == ["notes/eigenvalues.pdf"]
    assert keys(client, "sortby=-resource_readable_id") == ["notes/eigenvalues.pdf", "pset3.pdf"]


def test_files_of_what_is_hidden_are_nowhere(client):
    secret = ContentFile.objects.get(title="Secret eigenvalues")
    assert client.get(f"/api/v1/contentfiles/{secret.pk}/").status_code == 404
    for query in ("q=eigenvalues", f"id={secret.pk}", f"run_id={secret.run_id}", "limit=100"):
        assert "notes/secret.pdf" not in keys(client, query)
    assert client.get("/api/v1/content_file_search/?dev_mode=true").status_code == 403

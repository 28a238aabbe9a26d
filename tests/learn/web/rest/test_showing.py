"""What the API shows of resources is kept ready, and is never older than the resource."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learnstead.learn.domain import releases, showing
from learnstead.learn.models import LearningResource, ShownResource
from learnstead.ports.jobs import JOBS
from learnstead.ports.services import services
from tests import waiting_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def of(name):
    return LearningResource.objects.filter(readable_id=name)


def shown(name):
    (body,) = showing.by_ids([of(name).get().pk])
    return json.loads(body)


def test_what_is_kept_is_what_the_api_shows(client):
    for pk in LearningResource.objects.filter(published=True, test_mode=False).values_list("pk", flat=True):
        page = client.get(f"/api/v1/learning_resources_search/?id={pk}&show_ocw_files=true").json()
        (again,) = showing.by_ids([pk])
        assert page["results"] == [json.loads(again)]


def test_a_page_that_was_shown_before_takes_one_statement():
    ids = list(LearningResource.objects.filter(published=True, test_mode=False).values_list("pk", flat=True)[:20])
    first = showing.by_ids(ids)
    with CaptureQueriesContext(connection) as queries:
        assert showing.by_ids(ids) == first
    assert len(queries) == 1


def test_every_write_of_a_resource_shows_at_once():
    shown("algebra")
    of("algebra").update(title="Matrices")
    assert shown("algebra")["title"] == "Matrices"


def test_what_is_withdrawn_is_not_shown_and_the_order_is_kept():
    algebra, circuits = (of(name).get().pk for name in ("algebra", "circuits"))
    assert [json.loads(body)["id"] for body in showing.by_ids([circuits, algebra])] == [circuits, algebra]
    of("circuits").update(published=False)
    assert [json.loads(body)["id"] for body in showing.by_ids([circuits, algebra])] == [algebra]


def test_a_course_that_is_renamed_is_renamed_in_its_program_once_it_is_indexed():
    shown("electronics")
    of("algebra").update(title="Matrices")
    releases.ask_for_index([of("algebra").get().pk], services().queue)
    waiting_jobs.work_off(only=releases.INDEX_JOB)
    assert "Matrices" in [child["title"] for child in shown("electronics")["children"]]


def test_what_was_written_down_at_another_address_is_written_anew():
    shown("algebra")
    ShownResource.objects.update(version="1:0.0.1:elsewhere:1:(0,1)", body='{"title": "of long ago"}')
    assert shown("algebra")["title"] == "Linear Algebra"


def test_a_rebuild_writes_down_what_is_not_there_and_each_night_everything_is_written_anew():
    ShownResource.objects.all().delete()
    JOBS["learn.rebuild_search"].work()
    assert ShownResource.objects.count() == LearningResource.objects.filter(published=True, test_mode=False).count()
    ShownResource.objects.update(body="{}")
    JOBS["learn.show_all_anew"].work()
    assert shown("algebra")["title"] == "Linear Algebra"

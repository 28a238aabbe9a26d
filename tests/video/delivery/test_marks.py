"""A public video has a mark, and nothing else ever has one."""

import threading

import pytest
from django.db import connection, transaction

from learnstead.kernel import clock
from learnstead.ports.objects import NoSuchObject
from learnstead.video.domain import visibility
from learnstead.video.models import Video
from tests.video.delivery.conftest import replaced


def marked(objects, video):
    try:
        return objects.get(f"video/public/{video.hexkey}").decode()
    except NoSuchObject:
        return ""


def poster(video, number=1):
    return f"/media/v/{video.hexkey}/{number}/poster.jpg"


def test_the_first_request_sets_the_mark_and_later_ones_ask_no_database(stage, ask, objects, django_assert_num_queries):
    assert marked(objects, stage.public) == ""
    assert ask(poster(stage.public)).status_code == 200
    assert marked(objects, stage.public) == "1"
    with django_assert_num_queries(0):
        assert ask(poster(stage.public)).status_code == 200


@pytest.mark.parametrize("change", [{"is_public": False}, {"deleted_at": clock.now()}], ids=["private", "deleted"])
def test_a_video_that_stops_being_public_is_not_served_from_the_next_request_on(stage, ask, objects, change):
    ask(poster(stage.public))
    for name, value in change.items():
        setattr(stage.public, name, value)
    stage.public.save()
    assert marked(objects, stage.public) == ""
    assert ask(poster(stage.public)).status_code == 404
    assert marked(objects, stage.public) == ""


def test_a_removed_video_has_no_mark(stage, ask, objects):
    ask(poster(stage.public))
    hexkey = stage.public.hexkey
    stage.public.delete()
    assert [info.key for info in objects.list(f"video/public/{hexkey}")] == []


def test_a_change_that_does_not_commit_only_costs_a_question(stage, ask, objects):
    ask(poster(stage.public))
    stage.public.is_public = False
    with transaction.atomic():
        stage.public.save()
        transaction.set_rollback(True)
    assert marked(objects, stage.public) == ""
    assert ask(poster(stage.public)).status_code == 200


def test_a_mark_that_a_crash_or_a_bulk_update_left_goes_within_the_minute(stage, ask, objects):
    ask(poster(stage.public))
    Video.objects.filter(pk=stage.public.pk).update(is_public=False)
    objects.put("video/public/" + "0" * 32, b"1")
    objects.put("video/public/nonsense", b"1")
    assert visibility.reconcile(objects=objects) == 3
    assert list(objects.list("video/public/")) == []
    assert ask(poster(stage.public)).status_code == 404


def test_reconciling_leaves_what_is_public(stage, ask, objects):
    ask(poster(stage.public))
    assert visibility.reconcile(objects=objects) == 0
    assert marked(objects, stage.public) == "1"


def test_the_public_address_of_an_old_revision_leads_to_the_current_once_it_is_gone(stage, ask, objects):
    ask(poster(stage.public))
    replaced(stage.public, at=clock.now())
    assert ask(poster(stage.public, 1)).status_code == 200
    objects.delete(f"video/delivery/{stage.public.hexkey}/1")
    answer = ask(poster(stage.public, 1))
    assert (answer.status_code, answer.headers["Location"]) == (302, poster(stage.public, 2))
    assert answer.headers["Cache-Control"] == "no-store"
    assert ask(poster(stage.public, 2)).status_code == 200


def test_a_request_for_what_nobody_has_writes_nothing(stage, ask, objects):
    ask(poster(stage.public))
    place = f"/media/v/{stage.public.hexkey}/1/nothing.jpg"
    before = [(info.key, info.size) for info in objects.list("video/public/")]
    assert ask(place).status_code == 404
    assert [(info.key, info.size) for info in objects.list("video/public/")] == before
    assert ask(f"/media/v/{'0' * 32}/1/poster.jpg").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_no_request_sets_the_mark_of_a_video_that_is_just_becoming_private(stage, objects):
    """Whoever wants to set a mark waits for the change to end, and then knows."""
    said = []

    def settle():
        try:
            said.append(visibility.settle(stage.public.hexkey, objects=objects))
        finally:
            connection.close()

    other = threading.Thread(target=settle)
    with transaction.atomic():
        stage.public.is_public = False
        stage.public.save()
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive()
    other.join(timeout=10)
    assert said == [""]
    assert marked(objects, stage.public) == ""

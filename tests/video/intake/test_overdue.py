"""Files that stop coming."""

import io
from datetime import timedelta

import pytest

from learnstead.people.models import User
from learnstead.video.domain import states
from learnstead.video.domain.intake import overdue, receiving
from learnstead.video.domain.intake.refusals import Gone
from learnstead.video.models import Incoming, Video
from tests.video.intake.conftest import FILM, NOON, RULES, left_in
from tests.waiting_jobs import forget, waiting

HOUR = timedelta(hours=1)


@pytest.fixture
def part(begin, objects, queue):
    def part(until=100, at=NOON, **more):
        incoming = begin(**more)
        return add(incoming, until, at)

    def add(incoming, until, at):
        given = {"checksum": None, "objects": objects, "queue": queue, "now": lambda: at}
        receiving.append(incoming, start=incoming.received, body=io.BytesIO(FILM[incoming.received : until]), **given)
        return Incoming.objects.get(pk=incoming.pk)

    part.add = add
    return part


def status():
    return Video.objects.get().status


def test_a_video_of_which_nothing_came_for_two_hours_is_called_failed(part):
    part()
    assert overdue.give_up_stuck(at=NOON + 1.9 * HOUR) == 0
    assert overdue.give_up_stuck(at=NOON + 2.1 * HOUR) == 1
    assert status() == "Upload failed"
    assert "same file again" in Video.objects.get().message
    assert overdue.give_up_stuck(at=NOON + 3 * HOUR) == 0


def test_it_goes_on_when_something_comes(part):
    incoming = part()
    overdue.give_up_stuck(at=NOON + 3 * HOUR)
    assert part.add(Incoming.objects.get(pk=incoming.pk), 200, NOON + 4 * HOUR).received == 200
    assert status() == "Uploading"


def test_what_nobody_finishes_is_removed(part, objects):
    incoming = part()
    assert overdue.remove_expired(objects=objects, at=NOON + 47 * HOUR) == 0
    assert overdue.remove_expired(objects=objects, at=NOON + 49 * HOUR) == 1
    assert (left_in(objects), status(), Incoming.objects.get().state) == ([], "Upload failed", "expired")
    with pytest.raises(Gone):
        part.add(incoming, 200, NOON + 50 * HOUR)


def test_what_goes_on_coming_does_not_expire(part, objects):
    incoming = part()
    part.add(incoming, 200, NOON + 40 * HOUR)
    assert overdue.remove_expired(objects=objects, at=NOON + 80 * HOUR) == 0


def test_what_is_fetched_can_be_tried_again_once(begin, ada, queue):
    incoming = begin(length=None, way=Incoming.Way.ADDRESS, address="https://films.example/river.mp4")
    overdue.give_up_stuck(at=NOON + 3 * HOUR)
    forget()
    overdue.retry(Video.objects.get(), by=ada, queue=queue, rules=RULES, at=NOON)
    assert [(name, given["incoming"]) for name, given in waiting()] == [("video.fetch", str(incoming.pk))]
    assert status() == "Uploading"
    with pytest.raises(overdue.NothingToRetry):
        overdue.retry(Video.objects.get(), by=ada, queue=queue, rules=RULES, at=NOON)


def test_what_was_refused_is_fetched_from_the_beginning(begin, ada, queue):
    incoming = begin(length=None, way=Incoming.Way.ADDRESS, address="https://films.example/river.mp4")
    Incoming.objects.update(state="refused")
    states.move(Video.objects.get(), Video.Status.UPLOAD_FAILED, at=NOON)
    overdue.retry(Video.objects.get(), by=ada, queue=queue, rules=RULES, at=NOON + HOUR)
    new = Incoming.objects.exclude(pk=incoming.pk).get()
    assert (new.address, new.received, waiting()[-1][1]["incoming"]) == (incoming.address, 0, str(new.pk))


def test_what_arrived_is_looked_at_again(part, ada, queue):
    part(until=len(FILM))
    overdue.give_up_stuck(at=NOON + 3 * HOUR)
    forget()
    overdue.retry(Video.objects.get(), by=ada, queue=queue, rules=RULES, at=NOON)
    assert [name for name, _ in waiting()] == ["video.keep"]


def test_a_file_that_only_its_owner_has_must_be_chosen_again(part, queue):
    part()
    overdue.give_up_stuck(at=NOON + 3 * HOUR)
    with pytest.raises(overdue.NothingToRetry, match="choose it again"):
        overdue.retry(Video.objects.get(), by=User.objects.get(), queue=queue, rules=RULES, at=NOON)

"""What is counted of watching, and what is not."""

import uuid
from datetime import timedelta

import pytest

from learnstead.people.models import User
from learnstead.video.domain.analytics import counting, reports
from learnstead.video.domain.analytics.counting import Beat, NotCounted
from learnstead.video.models import Viewing
from tests.video import filmed
from tests.video.filmed import NOON

pytestmark = pytest.mark.django_db
A, B = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture
def film():
    return filmed.video(User.objects.create_user("ada", password="tides"), duration=30.0, multiangle=True)


def beat(film, session, sequence, *runs, at=0, viewer="v1"):
    return counting.count(
        video=film, beat=Beat(session, sequence, runs), viewer=viewer, at=NOON + timedelta(seconds=at)
    )


def report(film, days=1):
    since = NOON.replace(hour=0)
    return reports.report(film, since=since, until=since + timedelta(days=days))


def test_nothing_was_watched_yet(film):
    found = report(film)
    assert (found.views, found.viewers, found.retention, found.average) == (0, 0, [], 0.0)


def test_seconds_people_and_days_are_counted(film):
    beat(film, A, 0, (1, 0, 10))
    beat(film, A, 1, (1, 5, 15), at=10)
    beat(film, B, 0, (2, 0, 5), viewer="v2", at=86_400)
    found = report(film, days=3)
    assert (found.views, found.viewers, found.seconds) == (2, 2, 25)
    assert found.reached == [2] * 5 + [1] * 10 + [0] * 15
    assert found.heat == [2] * 5 + [2] * 5 + [1] * 5 + [0] * 15
    assert [(camera.number, camera.seconds) for camera in found.cameras] == [(1, 20), (2, 5)]
    assert [views for _, views in found.days] == [1, 1, 0]
    assert found.retention[:6] == [1, 1, 1, 1, 1, 0.5]
    assert found.average == pytest.approx(20 / 60)


def test_a_message_that_comes_again_counts_once(film):
    assert beat(film, A, 0, (0, 0, 9))
    assert not beat(film, A, 0, (0, 0, 9), at=3)
    assert beat(film, A, 2, (0, 10, 19), at=20)
    assert beat(film, A, 1, (0, 9, 10), at=21)
    assert Viewing.objects.get().seconds == 19


@pytest.mark.parametrize(
    ("runs", "why"),
    [
        ([(0, 5, 5)], "no seconds 5 to 5"),
        ([(0, 20, 40)], "no seconds 20 to 40"),
        ([(5, 0, 1)], "Camera 5"),
        ([(0, 0, 30), (0, 0, 30), (0, 0, 30)], "90 seconds cannot be watched in 10"),
    ],
)
def test_what_cannot_be_is_not_counted(film, runs, why):
    with pytest.raises(NotCounted, match=why):
        beat(film, A, 0, *runs)
    assert not Viewing.objects.exists()


def test_who_only_looked_has_not_viewed(film):
    beat(film, A, 0, (0, 0, 2))
    assert report(film).views == 0


@pytest.mark.parametrize(
    "message",
    [[], {}, {"session": "x", "sequence": 0, "watched": []}, {"session": str(A), "sequence": 0, "watched": []}],
)
def test_a_message_that_is_none_is_refused(message):
    with pytest.raises(NotCounted):
        counting.read(message)


def test_a_message_of_a_player_is_read():
    said = {"session": str(A), "sequence": 3, "elapsed": 10, "watched": [{"camera": 2, "runs": [[0, 4], [9, 10]]}]}
    assert counting.read(said) == Beat(A, 3, [(2, 0, 4), (2, 9, 10)])
    assert counting.read(said).seconds == 5


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        ("", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", True),
        ("python-requests/2", True),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", False),
    ],
)
def test_programs_that_say_so_are_robots(agent, robot):
    assert counting.is_robot(agent) is robot


def test_a_viewer_cannot_be_told_from_their_number_or_followed_to_the_next_day(film):
    ada = User.objects.get()
    said = {"address": "192.0.2.7", "agent": "Firefox", "secret": "s"}
    today, tomorrow = (counting.viewer(person=None, at=at, **said) for at in (NOON, NOON + timedelta(days=1)))
    assert today != tomorrow
    assert today == counting.viewer(person=None, at=NOON, **said)
    known = counting.viewer(person=ada, at=NOON, **said)
    assert known == counting.viewer(person=ada, at=NOON + timedelta(days=9), **(said | {"address": "192.0.2.8"}))
    beat(film, A, 0, (0, 0, 9), viewer=known)
    counting.forget(ada, secret="s")
    assert Viewing.objects.get().viewer == A.hex

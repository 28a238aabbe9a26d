"""Videos of a collection in Open edX: who may send them, what is sent, and what is said about it."""

import dataclasses
from collections.abc import Iterator

import pytest
from django.db import connection

from learnstead.adapters.edxval.client import EdxValClient
from learnstead.kernel.errors import Transient
from learnstead.ports.services import services
from learnstead.video.domain.access import Forbidden
from learnstead.video.domain.outlets import edx
from learnstead.video.models import EdxEndpoint, EdxSync
from tests import waiting_jobs
from tests.adapters.edxval.fake_edx import FakeEdx
from tests.vendor_server import serving, told
from tests.video import cast
from tests.video.cast import NOON

pytestmark = pytest.mark.django_db
COURSE = "course-v1:Sea+T1+2026"


@pytest.fixture
def campus() -> Iterator[FakeEdx]:
    with serving(FakeEdx()) as one:
        yield one


@pytest.fixture
def lectures():
    ada = cast.person("ada")
    return cast.collection(ada, admins=(cast.group("tides"),), edx_course_id=COURSE)


def endpoint(campus, lectures, name="campus", **fields):
    made = EdxEndpoint.objects.create(
        name=name,
        base_url=f"{campus.url}/",
        studio_url=campus.url,
        client_id="us",
        client_secret="open sesame",
        **fields,
    )
    made.collections.add(lectures)
    return made


def sender():
    return edx.Sender(edx=EdxValClient(), signer=services().delivery, site="https://video.example.org")


def sync(lectures, by):
    return edx.sync(collection=lectures, by=by, at=NOON, queue=services().queue)


def send(asked):
    return edx.send(sync_id=asked.pk, at=NOON, sender=sender())


def test_whoever_runs_a_collection_sends_it_and_others_do_not(campus, lectures):
    endpoint(campus, lectures)
    cast.video(lectures, is_public=True)
    bo = cast.person("bo", groups=(cast.group("tides"),))
    assert len(sync(lectures, bo)) == 1
    with pytest.raises(Forbidden):
        sync(lectures, cast.person("cy"))


def test_a_public_video_is_created_then_changed_with_its_captions(campus, lectures):
    endpoint(campus, lectures)
    tides = cast.video(lectures, is_public=True, title="Tides")
    cast.caption(tides)
    (asked,) = sync(lectures, lectures.owner)
    sent = send(asked)
    assert (sent.state, sent.message) == (EdxSync.State.SENT, "created at campus; captions: en")
    there = campus.videos[str(tides.key)]
    assert [(one["profile"], one["url"]) for one in there["encoded_videos"]] == [
        ("hls", f"https://video.example.org/media/v/{tides.hexkey}/1/master.m3u8"),
        ("desktop_mp4", f"https://video.example.org/media/v/{tides.hexkey}/1/download.mp4"),
    ]
    assert (there["status"], there["courses"]) == ("file_complete", [{COURSE: None}])
    assert campus.captions[str(tides.key), "en"].startswith(b"1\n00:00:01,000 --> 00:00:02,000\nhi")
    again = send(sync(lectures, lectures.owner)[0])
    assert again.message == "updated at campus"


def test_what_is_not_public_is_not_given_away(campus, lectures):
    endpoint(campus, lectures)
    cast.video(lectures)
    (asked,) = sync(lectures, lectures.owner)
    sent = send(asked)
    assert sent.state == EdxSync.State.SKIPPED
    assert "is not public" in sent.message
    assert campus.videos == {}


def test_a_refusal_is_shown_and_a_busy_installation_is_asked_again(campus, lectures):
    endpoint(campus, lectures)
    cast.video(lectures, is_public=True)
    (asked,) = sync(lectures, lectures.owner)
    campus.trouble.append(told({}, 503))
    with pytest.raises(Transient):
        send(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (EdxSync.State.WAITING, 1)
    campus.trouble += [
        told({"access_token": "t", "expires_in": 60}),
        told({"duration": ["A valid number is required."]}, 400),
    ]
    assert send(asked).state == EdxSync.State.FAILED
    (problem,) = edx.progress(lectures).problems
    assert "A valid number is required" in problem.message


def test_after_enough_attempts_it_has_failed_until_somebody_tries_again(campus, lectures):
    endpoint(campus, lectures)
    cast.video(lectures, is_public=True)
    (asked,) = sync(lectures, lectures.owner)
    campus.trouble += [told({}, 503)] * edx.MOST_ATTEMPTS
    for _ in range(edx.MOST_ATTEMPTS - 1):
        with pytest.raises(Transient):
            send(asked)
    failed = send(asked)
    assert failed.state == EdxSync.State.FAILED
    assert "tried 12 times" in failed.message
    again = {"collection": lectures, "sync_id": asked.pk, "at": NOON, "queue": services().queue}
    with pytest.raises(Forbidden):
        edx.try_again(**again, by=cast.person("cy"))
    assert edx.try_again(**again, by=lectures.owner).state == EdxSync.State.WAITING
    assert edx.try_again(**again, by=lectures.owner) is None
    assert send(asked).state == EdxSync.State.SENT


def test_what_nobody_foresaw_does_not_wait_for_ever(campus, lectures):
    endpoint(campus, lectures)
    cast.video(lectures, is_public=True)
    (asked,) = sync(lectures, lectures.owner)
    broken = dataclasses.replace(sender(), signer=None)
    with pytest.raises(AttributeError):
        edx.send(sync_id=asked.pk, at=NOON, sender=broken)
    asked.refresh_from_db()
    assert (asked.state, "log of the workers" in asked.message) == (EdxSync.State.FAILED, True)


def test_each_installation_is_tried_at_its_own_pace(campus, lectures):
    with serving(FakeEdx()) as other:
        first, second = endpoint(campus, lectures), endpoint(other, lectures, name="second")
        cast.video(lectures, is_public=True)
        one, two = sync(lectures, lectures.owner)
        campus.trouble.append(told({}, 503))
        with pytest.raises(Transient):
            send(one)
        assert send(two).state == EdxSync.State.SENT
        assert {job.endpoint for job in EdxSync.objects.all()} == {first, second}
    progress = edx.progress(lectures)
    assert (progress.waiting, progress.sent, progress.total) == (1, 1, 2)


def test_what_changed_is_sent_again_by_itself_and_the_rest_is_left(campus, lectures):
    endpoint(campus, lectures)
    tides = cast.video(lectures, is_public=True)
    cast.video(lectures, status="Transcoding")
    assert edx.catch_up(at=NOON, queue=services().queue) == 1
    assert edx.catch_up(at=NOON, queue=services().queue) == 0
    later = NOON.replace(hour=13)
    type(tides).objects.filter(pk=tides.pk).update(updated_at=later)
    assert edx.catch_up(at=later, queue=services().queue) == 1


def test_a_collection_without_a_course_or_an_installation_says_so(lectures):
    with pytest.raises(edx.NowhereToSend, match="No Open edX installation"):
        sync(lectures, lectures.owner)
    lectures.edx_course_id = ""
    with pytest.raises(edx.NowhereToSend, match="course id"):
        sync(lectures, lectures.owner)


def test_a_default_installation_is_for_collections_without_their_own(campus, lectures):
    own = endpoint(campus, lectures)
    other = EdxEndpoint.objects.create(name="default", base_url=campus.url, client_id="us", is_default=True)
    assert edx.endpoints_of(lectures) == [own]
    own.collections.clear()
    assert edx.endpoints_of(lectures) == [other]


def test_the_secret_lies_encrypted_in_the_database(campus, lectures, settings):
    made = endpoint(campus, lectures)
    stored = EdxEndpoint.objects.values_list("client_secret", flat=True)
    assert list(stored) == ["open sesame"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM video_edxendpoint")
        assert "sesame" not in cursor.fetchone()[0]
    settings.SECRET_KEY = "another one"
    made.refresh_from_db()
    assert made.client_secret == ""


def test_one_request_waits_for_a_video_however_often_it_is_asked_for(campus, lectures):
    endpoint(campus, lectures)
    cast.video(lectures, is_public=True)
    waiting_jobs.forget()
    sync(lectures, lectures.owner)
    (asked,) = sync(lectures, lectures.owner)
    assert waiting_jobs.waiting() == [(edx.SEND_JOB, {"sync": asked.pk})]
    assert dataclasses.asdict(edx.progress(lectures))["waiting"] == 1

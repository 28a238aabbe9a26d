"""What people and programs are told of videos, and what happens to those nobody watches."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from learnstead.ports.services import services
from learnstead.video.domain import mails, retention, telling, videos
from learnstead.video.domain.mails import Post
from learnstead.video.models import Notice, Video, Viewing
from tests.video.cast import NOON, caption, collection, group, person, revise, video

pytestmark = pytest.mark.django_db
SITE = "https://film.example.org"
YEARS = timedelta(days=800)


@dataclass
class Requests:
    """A queue that says what was asked of it."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def put(self, name: str, *, lock=None, once=None, at=None, **arguments: Any) -> None:
        self.asked.append((name, arguments))

    def depth(self) -> int:
        return len(self.asked)


@pytest.fixture
def queue() -> Requests:
    return Requests()


def tell(queue: Requests) -> list[tuple[str, dict[str, Any]]]:
    """What is asked for by telling once."""
    queue.asked.clear()
    telling.tell(signer=services().delivery, post=Post(queue=queue, url=SITE))
    return list(queue.asked)


def changed(one: Video, *, minutes: int, **fields: Any) -> None:
    """Change a video in bulk, as whoever does not think of telling anybody."""
    Video.objects.filter(pk=one.pk).update(updated_at=NOON + timedelta(minutes=minutes), **fields)


@pytest.mark.parametrize(
    ("status", "subject"),
    [
        ("Complete", "“Tides” is ready to be watched"),
        ("Transcode failed video error", "“Tides” could not be read as a video"),
        ("Transcode failed internal error", "“Tides” needs a look"),
        ("Upload failed", "“Tides” needs a look"),
        ("Retranscode failed error", "“Tides” needs a look"),
    ],
)
def test_the_owner_gets_one_mail_of_each_kind_of_end(queue, status, subject):
    one = video(collection(person("owner")), title="Tides", status=status, message="It is an <image>.")
    ((name, mail),) = tell(queue)
    assert (name, mail["to"], mail["subject"]) == (mails.MAIL_JOB, "owner@example.org", subject)
    assert f"{SITE}/videos/{one.hexkey}/" in mail["text"]
    assert ("It is an &lt;image&gt;." in mail["html"]) == (status != "Complete")
    assert mail["message_id"].endswith("@film.example.org>")
    assert tell(queue) == []
    changed(one, minutes=1, title="Ebb")
    assert tell(queue) == []


def test_work_in_between_and_preparing_again_are_told_to_nobody(queue):
    one = video(collection(person("owner")), status="Transcoding", playable=False)
    assert tell(queue) == []
    changed(one, minutes=1, status="Retranscoding")
    assert tell(queue) == []
    changed(one, minutes=2, status="Complete")
    assert tell(queue) == []


def test_admins_get_mails_where_the_collection_says_so_and_who_has_no_address_gets_none(queue):
    admins = group("admins")
    for name, fields in {"a": {}, "b": {"email": ""}, "c": {"is_active": False}}.items():
        one = person(name, groups=(admins,))
        type(one).objects.filter(pk=one.pk).update(**fields)
    inside = collection(person("owner"), admins=(admins,), mail_admins=True)
    assert [one.username for one in mails.recipients(inside)] == ["a", "owner"]
    inside.mail_admins = False
    assert [one.username for one in mails.recipients(inside)] == ["owner"]


def test_programs_are_told_once_when_a_video_is_published_changed_and_withdrawn(queue):
    inside = collection(person("owner"), include_in_learn=True)
    one = video(inside, is_public=True, title="Tides")
    events = [arguments["event"] for name, arguments in tell(queue) if name == telling.ANNOUNCE_JOB]
    assert [(event["key"], event["title"]) for event in events] == [(one.hexkey, "Tides")]
    changed(one, minutes=1)
    first, second = tell(queue), tell(queue)
    assert [name for name, _ in first + second] == [telling.ANNOUNCE_JOB]  # its updated_at is part of it
    caption(one)
    Notice.objects.update(seen_at=NOON - timedelta(minutes=1))
    ((_, arguments),) = tell(queue)
    assert arguments["event"]["videosubtitle_set"][0]["language"] == "en"
    changed(one, minutes=3, is_public=False)
    ((_, arguments),) = tell(queue)
    assert arguments["event"] == {"video_id": one.hexkey, "delete": True}
    changed(one, minutes=4, is_private=True)
    assert tell(queue) == []


def test_videos_that_are_not_for_the_catalogue_are_not_told_of(queue):
    video(collection(person("owner")), is_public=True)
    assert {name for name, _ in tell(queue)} == {mails.MAIL_JOB}


def warned(queue, at) -> int:
    return retention.warn(at=at, post=Post(queue=queue, url=SITE))


def test_what_nobody_watched_for_two_years_is_announced_archived_and_brought_back(queue):
    inside = collection(person("owner"))
    idle, watched, kept = (video(inside, title=title) for title in ("Idle", "Watched", "Kept"))
    at = NOON + YEARS
    Viewing.objects.create(video=watched, session=uuid4(), viewer="v", started_at=at, last_at=at - timedelta(days=1))
    retention.keep(video=kept, at=at - timedelta(days=3))
    assert warned(queue, at) == 1
    assert [(name, mail["subject"]) for name, mail in queue.asked] == [
        (mails.MAIL_JOB, "Nobody watches “Idle” any more")
    ]
    assert warned(queue, at + timedelta(days=1)) == 0
    objects = services().objects
    assert retention.archive(at=at + timedelta(days=59), objects=objects) == 0
    assert retention.archive(at=at + timedelta(days=60), objects=objects) == 1
    idle.refresh_from_db()
    assert (idle.current, idle.archived_at) == (None, at + timedelta(days=60))
    first = idle.revisions.get()
    assert first.retired_at == at + timedelta(days=60)
    type(first).objects.update(original="video/originals/x/1/source.mp4")
    made = retention.restore(video=idle, at=at + timedelta(days=61), queue=queue)
    assert made.reason == "restored"
    idle.refresh_from_db()
    assert (made.number, made.original, idle.archived_at, idle.status) == (
        2,
        "video/originals/x/1/source.mp4",
        None,
        "Retranscode scheduled",
    )


def test_watching_or_keeping_after_the_warning_saves_a_film(queue):
    inside = collection(person("owner"))
    seen, kept = video(inside), video(inside)
    at = NOON + YEARS
    assert warned(queue, at) == 2
    later = at + timedelta(days=10)
    Viewing.objects.create(video=seen, session=uuid4(), viewer="v", started_at=later, last_at=later)
    retention.keep(video=kept, at=later)
    assert retention.archive(at=at + timedelta(days=61), objects=services().objects) == 0


def test_what_was_deleted_a_month_ago_goes_with_its_bytes(queue):
    inside, objects = collection(person("owner")), services().objects
    gone, recent = (video(inside, deleted_at=NOON - timedelta(days=days)) for days in (31, 29))
    revise(gone, number=2)
    keys = [f"video/{place}/{gone.hexkey}/1/x" for place in ("originals", "delivery", "work")]
    for key in (*keys, f"video/originals/{recent.hexkey}/1/x"):
        objects.put(key, b"x")
    assert videos.remove_deleted(at=NOON, objects=objects) == 1
    assert list(Video.objects.all()) == [recent]
    left = [info.key for place in ("originals", "delivery", "work") for info in objects.list(f"video/{place}/")]
    assert [key for key in left if gone.hexkey in key] == []
    assert f"video/originals/{recent.hexkey}/1/x" in left

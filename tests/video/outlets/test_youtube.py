"""Public videos on YouTube: which go there, within the quota, and which are taken down."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.adapters.youtube_upload.client import YouTubeClient
from learnstead.kernel.errors import Transient
from learnstead.ports.services import services
from learnstead.video.domain.access import Forbidden
from learnstead.video.domain.outlets import youtube, youtube_quota
from learnstead.video.models import Collection, Video, YouTubeDay, YouTubeVideo
from tests import waiting_jobs
from tests.adapters.youtube_upload.fake_youtube import FakeYouTube
from tests.vendor_server import serving
from tests.video import cast
from tests.video.cast import NOON

pytestmark = pytest.mark.django_db
State = YouTubeVideo.State


@pytest.fixture
def fake() -> Iterator[FakeYouTube]:
    with serving(FakeYouTube()) as one:
        yield one


@pytest.fixture
def channel(fake):
    return YouTubeClient(client_id="us", client_secret="s", refresh_token="r", api=fake.url, tokens=f"{fake.url}/token")


@pytest.fixture
def objects(tmp_path):
    return FolderStore(tmp_path)


@pytest.fixture
def films(objects):
    made = cast.collection(cast.person("ada"), stream_source=Collection.StreamSource.YOUTUBE)
    objects.put("video/originals/film", b"a film of the sea")
    return made


def film(films, **fields):
    made = cast.video(films, **{"is_public": True, **fields})
    type(made.current).objects.filter(pk=made.current.pk).update(original="video/originals/film")
    made.current.original = "video/originals/film"
    return made


def upload(made, channel, objects, at=NOON):
    return youtube.upload(video=made, at=at, youtube=channel, objects=objects)


def test_the_newest_public_videos_of_such_collections_are_asked_for(films):
    ours = cast.collection(films.owner)
    film(ours)
    film(films, is_public=False)
    newest = [film(films, created_at=NOON + timedelta(minutes=number)) for number in range(5)]
    waiting_jobs.forget()
    assert youtube.request_uploads(most=4, at=NOON, queue=services().queue) == 4
    assert [args["video"] for _, args in waiting_jobs.waiting()] == [made.hexkey for made in newest[:0:-1]]


def test_a_video_goes_up_and_its_captions_follow_when_it_is_processed(fake, channel, objects, films):
    made = film(films)
    cast.caption(made)
    row = upload(made, channel, objects)
    assert (row.state, fake.bytes[row.youtube_id]) == (State.UPLOADED, 17)
    youtube.follow(at=NOON, youtube=channel, queue=services().queue)
    assert fake.tracks == {}
    fake.state = "processed"
    youtube.follow(at=NOON, youtube=channel, queue=services().queue)
    row.refresh_from_db()
    assert row.state == State.PROCESSED
    assert youtube.captions_to_send().get() == row
    assert youtube.send_captions(row=row, at=NOON, youtube=channel)
    assert [one["language"] for one in fake.tracks.values()] == ["en"]
    assert not youtube.captions_to_send().exists()
    day = YouTubeDay.objects.get()
    assert (day.uploads, day.units, 10_000 - fake.units) == (1, 452, 452)


def test_a_used_up_quota_stops_the_batch_until_midnight_in_california(fake, channel, objects, films):
    first, second = film(films), film(films)
    fake.inserts = 0
    assert upload(first, channel, objects) is None
    asked = len(fake.asked)
    assert upload(second, channel, objects) is None
    assert youtube.request_uploads(most=4, at=NOON, queue=services().queue) == 0
    assert len(fake.asked) == asked
    morning = youtube_quota.next_day(NOON)
    assert morning == datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert not youtube_quota.is_open(at=morning - timedelta(seconds=1))
    fake.inserts = 100
    assert upload(first, channel, objects, at=morning).state == State.UPLOADED


def test_captions_stop_before_the_units_do(channel, objects, films, fake):
    row = upload(film(films), channel, objects)
    row.state = State.PROCESSED
    row.save()
    cast.caption(row.video)
    YouTubeDay.objects.update(units=9_200)
    assert not youtube.send_captions(row=row, at=NOON, youtube=channel)
    assert fake.tracks == {}
    assert youtube_quota.may_spend(youtube_quota.REMOVE, at=NOON, needed=True)
    assert youtube.send_captions(row=row, at=youtube_quota.next_day(NOON), youtube=channel)


def test_an_upload_goes_on_where_a_worker_died(fake, channel, objects, films):
    made = film(films)
    fake.takes = 5
    with pytest.raises(Transient):
        upload(made, channel, objects)
    assert YouTubeVideo.objects.get().session
    row = upload(made, channel, objects)
    assert (len(fake.sessions), fake.bytes[row.youtube_id], row.session) == (1, 17, "")
    assert YouTubeDay.objects.get().uploads == 1


@pytest.mark.parametrize("change", [{"is_public": False}, {"deleted_at": NOON}, {"collection__stream_source": ""}])
def test_what_does_not_belong_there_any_more_is_deleted_there(fake, channel, objects, films, change):
    row = upload(film(films), channel, objects)
    assert youtube.request_withdrawals(services().queue) == 0
    if "collection__stream_source" in change:
        Collection.objects.update(stream_source="")
    else:
        Video.objects.update(**change)
    assert youtube.request_withdrawals(services().queue) == 1
    assert youtube.withdraw(row=row, at=NOON, youtube=channel)
    assert fake.videos == {}
    assert not YouTubeVideo.objects.exists()


def test_a_video_that_is_gone_here_is_deleted_there(fake, channel, objects, films):
    made = film(films)
    row = upload(made, channel, objects)
    Video.objects.get(pk=made.pk).delete()
    row.refresh_from_db()
    assert youtube.withdraw(row=row, at=NOON, youtube=channel)
    assert fake.videos == {}


def test_another_film_takes_the_place_of_the_first_and_a_retranscode_does_not(fake, channel, objects, films):
    made = film(films)
    row = upload(made, channel, objects)
    revision = cast.revise(made, number=2)
    type(revision).objects.filter(pk=revision.pk).update(original="video/originals/film")
    assert youtube.request_withdrawals(services().queue) == 0
    type(revision).objects.filter(pk=revision.pk).update(original="video/originals/another")
    assert youtube.request_withdrawals(services().queue) == 1
    assert youtube.withdraw(row=row, at=NOON, youtube=channel)


def test_what_was_rejected_is_taken_down_and_goes_again_when_somebody_says_so(fake, channel, objects, films):
    made = film(films)
    row = upload(made, channel, objects)
    fake.state = "rejected"
    youtube.follow(at=NOON, youtube=channel, queue=services().queue)
    with pytest.raises(youtube.NotToBeSentAgain):
        youtube.send_again(video=made, by=films.owner, at=NOON)
    row.refresh_from_db()
    assert youtube.withdraw(row=row, at=NOON, youtube=channel)
    assert fake.videos == {}
    assert youtube.request_withdrawals(services().queue) == 0
    assert youtube.request_uploads(most=4, at=NOON, queue=services().queue) == 0
    with pytest.raises(Forbidden):
        youtube.send_again(video=made, by=cast.person("cy"), at=NOON)
    youtube.send_again(video=made, by=films.owner, at=NOON)
    assert youtube.request_uploads(most=4, at=NOON, queue=services().queue) == 1
    assert upload(made, channel, objects).state == State.UPLOADED


def test_what_is_said_of_a_video_is_what_youtube_takes(films):
    made = film(films, title=f"<b>{'t' * 120}", description="ü" * 3000 + "<i>")
    draft = youtube.draft(made)
    assert draft.title == "b" + "t" * 99
    assert draft.description == "ü" * 2500
    assert dataclasses.asdict(draft)["privacy"] == "unlisted"

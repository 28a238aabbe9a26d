"""MediaConvert's events, from SNS's signature to what becomes of the video (scenario 5)."""

import dataclasses
import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from learnstead.adapters.mediaconvert.account import Account
from learnstead.adapters.mediaconvert.client import MediaConvert
from learnstead.adapters.objects.folder import FolderStore
from learnstead.config.outlets import Outlets
from learnstead.ports import services as installed
from learnstead.ports.services import services
from learnstead.video.domain import mails, states, telling
from learnstead.video.domain.transcoding import requests
from learnstead.video.models import Revision, TranscodeJob, Video
from tests import waiting_jobs
from tests.adapters.mediaconvert.conftest import amazon, s3_address  # noqa: F401 - fixtures
from tests.adapters.sns.fake_sns import TOPIC, FakeSns, notification, signed
from tests.vendor_server import serving
from tests.video import cast
from tests.video.cast import NOON

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ADDRESS = "/api/transcode-jobs/"
SECRET = "s" * 40
FIXTURES = Path(__file__).resolve().parents[4] / "shared" / "fixtures" / "video"
MADE = {
    "master.m3u8": b"#EXTM3U\n",
    "master_1.m3u8": b"#EXTM3U\n",
    "download.mp4": b"film",
    "poster.0000001.jpg": b"a beach",
}
Status = Video.Status


@pytest.fixture
def sns(settings) -> Iterator[FakeSns]:
    with serving(FakeSns()) as one:
        outlets = Outlets(sns_topics=(TOPIC,), sns_secret=SECRET, aws_endpoint=one.url)
        settings.CONFIG = dataclasses.replace(settings.CONFIG, outlets=outlets)
        yield one


@pytest.fixture
def amazons(amazon, tmp_path):  # noqa: F811 - the fixture that was imported
    """The farm of this installation is MediaConvert, for a while."""
    before = services()
    store = FolderStore(tmp_path)
    account = Account(region="us-east-1", bucket="films", role="arn:aws:iam::123456789012:role/v", endpoint=amazon.url)
    installed.install(
        dataclasses.replace(before, farm=MediaConvert(account, store), objects=store, scratch=tmp_path / "s")
    )
    yield amazon
    installed.install(before)


@pytest.fixture
def tides(amazons) -> Video:
    """A video that MediaConvert is at work on."""
    made = cast.video(cast.collection(cast.person("ada")), playable=False, status=Status.CREATED)
    key = f"video/originals/{made.hexkey}/1/source.mp4"
    services().objects.put(key, b"a film of the sea")
    revision = Revision.objects.create(video=made, number=1, original=key, created_at=NOON)
    states.move(made, Status.TRANSCODING, at=NOON)
    waiting_jobs.forget()
    services().queue.put(requests.JOB, revision=str(revision.pk))
    waiting_jobs.work_off(only="video.transcode")
    return made


def job_of(video: Video) -> TranscodeJob:
    return TranscodeJob.objects.get(revision__video=video)


def event(video: Video, status: str, **detail: Any) -> str:
    about = {"jobId": job_of(video).remote_id, "status": status, **detail}
    return json.dumps({"id": f"event {status}", "source": "aws.mediaconvert", "detail": about})


def post(client, body, address=ADDRESS):
    content = body if isinstance(body, str) else json.dumps(body)
    return client.post(address, content, content_type="text/plain; charset=UTF-8")


def told(client, video, status, *, message="m-1", **detail):
    answer = post(client, signed(notification(event(video, status, **detail), id=message)))
    assert answer.status_code == HTTPStatus.OK
    waiting_jobs.work_off(only="video.look")
    video.refresh_from_db()
    return video


def complete(amazons, video):
    amazons.complete(job_of(video).remote_id, MADE, 132_033)


def test_a_job_that_is_complete_makes_the_video_playable(client, sns, amazons, tides):
    told(client, tides, "PROGRESSING", message="m-0")
    assert tides.status == Status.TRANSCODING
    complete(amazons, tides)
    told(client, tides, "COMPLETE")
    assert tides.status == Status.COMPLETE
    assert tides.current.duration == 132.033
    assert {one.kind for one in tides.current.renditions.all()} == {"rung", "download", "poster"}
    assert services().objects.get(f"video/delivery/{tides.hexkey}/1/poster.jpg") == b"a beach"


def test_an_error_of_the_film_is_an_error_and_never_complete(client, sns, amazons, tides):
    words = "Video codec [indeo4] is not a supported input video codec"
    amazons.jobs[job_of(tides).remote_id].update(status="ERROR", errorCode=1030, errorMessage=words)
    told(client, tides, "ERROR", errorCode=1030, errorMessage=words)
    assert tides.status == "Transcode failed video error"
    assert "indeo4" in tides.message
    assert tides.current is None
    telling.tell(signer=services().delivery, post=mails.Post(queue=services().queue, url=services().url))
    (mail,) = [args for name, args in waiting_jobs.waiting() if name == mails.MAIL_JOB]
    assert (mail["to"], "indeo4" in mail["text"]) == ("ada@example.org", True)
    told(client, tides, "COMPLETE", message="m-2")
    assert tides.status == "Transcode failed video error"


def test_an_error_of_the_account_is_not_the_films(client, sns, amazons, tides):
    amazons.jobs[job_of(tides).remote_id].update(status="ERROR", errorCode=1404, errorMessage="Access denied")
    assert told(client, tides, "ERROR").status == "Transcode failed internal error"


def test_what_comes_again_late_or_out_of_order_changes_nothing(client, sns, amazons, tides):
    complete(amazons, tides)
    told(client, tides, "COMPLETE")
    for number, status in enumerate(("COMPLETE", "ERROR", "PROGRESSING", "STATUS_UPDATE")):
        assert told(client, tides, status, message=f"late-{number}").status == Status.COMPLETE
    waiting_jobs.forget()
    post(client, signed(notification(event(tides, "COMPLETE"), id="m-1")))
    assert waiting_jobs.waiting() == []
    assert tides.revisions.count() == 1


def test_an_event_is_a_hint_and_mediaconvert_is_asked(client, sns, amazons, tides):
    told(client, tides, "COMPLETE", outputGroupDetails=[{"playlistFilePaths": ["s3://evil/master.m3u8"]}])
    assert (tides.status, tides.current) == (Status.TRANSCODING, None)


def test_forged_messages_and_those_of_other_topics_are_refused(client, sns, amazons, tides):
    complete(amazons, tides)
    text = event(tides, "COMPLETE")
    waiting_jobs.forget()
    for body in (
        signed(notification(text)) | {"Signature": "Zm9yZ2Vk"},
        signed(notification(text, topic=TOPIC.replace("MediaConvertJobAlert", "Another"))),
        signed(notification(text, SigningCertURL="https://evil.example.org/SimpleNotificationService.pem")),
        json.loads(text),
        {},
    ):
        assert post(client, body).status_code == HTTPStatus.FORBIDDEN
    assert post(client, "no JSON").status_code == HTTPStatus.BAD_REQUEST
    assert waiting_jobs.waiting() == []


def test_raw_messages_need_the_secret_in_the_address(client, sns, amazons, tides, settings):
    complete(amazons, tides)
    text = event(tides, "COMPLETE")
    assert post(client, text, f"{ADDRESS}{'x' * 40}/").status_code == HTTPStatus.NOT_FOUND
    assert post(client, text, f"{ADDRESS}{SECRET}/").status_code == HTTPStatus.OK
    waiting_jobs.work_off(only="video.look")
    tides.refresh_from_db()
    assert tides.status == Status.COMPLETE
    settings.CONFIG = dataclasses.replace(settings.CONFIG, outlets=Outlets())
    assert post(client, text, f"{ADDRESS}{SECRET}/").status_code == HTTPStatus.NOT_FOUND


def test_a_job_that_nobody_knows_is_no_error(client, sns):
    text = json.dumps({"id": "e", "detail": {"jobId": "1700000000000-nobody", "status": "COMPLETE"}})
    assert post(client, signed(notification(text))).status_code == HTTPStatus.OK
    assert post(client, signed(notification("not an event", id="m-9"))).status_code == HTTPStatus.OK


def test_a_lost_event_is_made_up_for_by_asking(sns, amazons, tides):
    complete(amazons, tides)
    services().queue.put("video.look_after_farm")
    waiting_jobs.work_off(only="video.look")
    tides.refresh_from_db()
    assert tides.status == Status.COMPLETE


def test_a_subscription_confirms_itself_and_a_farewell_does_not_subscribe_again(client, sns):
    hello = notification("You have chosen to subscribe", Token="t-1", SubscribeURL="https://example.org/")
    answer = post(client, signed(hello | {"Type": "SubscriptionConfirmation"}))
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, {})
    assert sns.asked[-1].query["Action"] == "ConfirmSubscription"
    asked = len(sns.asked)
    assert post(client, signed(hello | {"Type": "UnsubscribeConfirmation"})).status_code == HTTPStatus.OK
    assert len(sns.asked) == asked


@pytest.mark.skipif(not FIXTURES.exists(), reason="the reference payloads are not here")
def test_the_production_systems_own_payloads_are_understood(client, sns, amazons, tides):
    def fixture(name):
        text = (FIXTURES / name).read_text().replace("VIDEO_JOB_ID", job_of(tides).remote_id)
        return text.replace("AWS_REGION", "us-east-1").replace("AWS_ACCOUNT_ID", "123456789012")

    subscribe = json.loads(fixture("subscribe.json"))
    without = {**subscribe, "Token": ""}
    answer = post(client, without)
    assert (answer.status_code, answer.json()) == (HTTPStatus.BAD_REQUEST, {"detail": "Token cannot be empty!"})
    assert post(client, subscribe).status_code == HTTPStatus.FORBIDDEN
    assert post(client, signed(subscribe)).status_code == HTTPStatus.OK
    complete(amazons, tides)
    assert post(client, signed(notification(fixture("cloudwatch_sns_complete.json")))).status_code == HTTPStatus.OK
    waiting_jobs.work_off(only="video.look")
    late = signed(notification(fixture("cloudwatch_sns_error.json"), id="m-2"))
    assert post(client, late).status_code == HTTPStatus.OK
    waiting_jobs.work_off(only="video.look")
    tides.refresh_from_db()
    assert (tides.status, tides.current.duration) == (Status.COMPLETE, 132.033)

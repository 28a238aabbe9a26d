"""Captions ordered from 3Play, whose server is a fake one: placed once, fetched when they are there."""

from collections.abc import Iterator

import pytest

from learnstead.adapters.three_play.client import ThreePlayClient
from learnstead.ports.services import services
from learnstead.video.domain.access import Forbidden
from learnstead.video.domain.captions.versions import Saving
from learnstead.video.domain.outlets import caption_orders
from learnstead.video.models import CaptionOrder
from tests import waiting_jobs
from tests.adapters.three_play.fake_three_play import FakeThreePlay
from tests.vendor_server import serving
from tests.video import cast
from tests.video.cast import NOON

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
State = CaptionOrder.State


@pytest.fixture
def fake() -> Iterator[FakeThreePlay]:
    with serving(FakeThreePlay()) as one:
        yield one


@pytest.fixture
def vendor(fake):
    return ThreePlayClient(key="key", languages={"en": 1}, turnaround=5, api=fake.url)


@pytest.fixture
def tides():
    made = cast.video(cast.collection(cast.person("ada")), title="Tides")
    made.current.original = f"video/originals/{made.hexkey}/1/source.mp4"
    made.current.save()
    return made


def order(tides, by=None, language="en"):
    return caption_orders.order(
        video=tides, language=language, by=by or tides.collection.owner, at=NOON, queue=services().queue
    )


def place(made, vendor):
    desk = caption_orders.Desk(
        vendor=vendor,
        signer=services().delivery,
        site="https://video.example.org",
        callback="/api/transcription-jobs/{}/",
    )
    caption_orders.place(order_id=str(made.pk), at=NOON, desk=desk)
    made.refresh_from_db()


def fetch(made, vendor):
    caption_orders.fetch(order_id=str(made.pk), vendor=vendor, saving=Saving(by=None, at=NOON, queue=services().queue))
    made.refresh_from_db()


def test_captions_are_ordered_called_for_and_become_a_revision(fake, vendor, tides):
    made = order(tides)
    place(made, vendor)
    place(made, vendor)
    assert (made.state, len(fake.orders)) == (State.ORDERED, 1)
    assert fake.files[0]["source_url"].startswith("https://video.example.org/media/o/")
    token = fake.orders[0]["callback"].removeprefix("https://video.example.org/api/transcription-jobs/").rstrip("/")
    waiting_jobs.forget()
    assert caption_orders.told(token, queue=services().queue)
    assert waiting_jobs.waiting() == [(caption_orders.FETCH_JOB, {"order": str(made.pk)})]
    fetch(made, vendor)
    assert made.state == State.ORDERED
    fake.state = "complete"
    fetch(made, vendor)
    fetch(made, vendor)
    caption = tides.captions.get()
    assert (made.state, caption.current.origin, caption.revisions.count()) == (State.DONE, "vendor", 1)
    assert "The moon pulls." in caption.current.text


def test_a_call_that_nobody_signed_is_no_call():
    assert not caption_orders.told("0" * 32, queue=services().queue)
    assert not caption_orders.told(f"{'0' * 32}~forged", queue=services().queue)


def test_one_order_at_a_time_and_only_by_who_may_change_the_video(fake, vendor, tides):
    made = order(tides)
    with pytest.raises(caption_orders.OrderedAlready):
        order(tides)
    with pytest.raises(Forbidden):
        order(tides, by=cast.person("cy"))
    place(made, vendor)
    fake.state = "cancelled"
    fetch(made, vendor)
    assert (made.state, made.message) == (State.FAILED, "The vendor says: cancelled.")
    assert order(tides).state == State.REQUESTED


def test_a_refusal_is_kept_for_people_to_read(vendor, tides):
    made = order(tides, language="is")
    place(made, vendor)
    assert made.state == State.FAILED
    assert "LEARNSTEAD_3PLAY_LANGUAGES" in made.message

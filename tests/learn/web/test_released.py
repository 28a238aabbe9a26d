"""What learners see of the releases of data sources."""

import json

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.kernel.webhooks import sign
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.source_releases import course, lay_down

pytestmark = pytest.mark.django_db


def tell(event: dict[str, object], *, message_id: str = "m1", **headers: str) -> int:
    """Send a signed event, as the data platform does; the status of the answer."""
    body = json.dumps(event).encode()
    signed = sign(message_id=message_id, at=clock.now(), body=body, keys=services().webhook_keys) | headers
    return Client().post("/webhooks/data/", body, content_type="application/json", headers=signed).status_code


def made(release: str) -> dict[str, object]:
    return {"type": "release.made", "data": {"source": "library", "release": release}}


def test_a_webhook_brings_the_catalogue_to_a_release() -> None:
    event = made(lay_down(services().objects, 1, {"all": [course("tides", title="Tides and Currents")]}))
    assert tell(event) == 202
    assert tell(event) == 200
    waiting_jobs.work_off()
    page = LearningResource.objects.get().get_absolute_url()
    assert "Tides and Currents" in Client().get(page).content.decode()
    assert page in Client().get("/search/?q=currents").content.decode()


@pytest.mark.parametrize("event", [{}, {"type": "release.made"}, made("../../etc"), made("")])
def test_a_signed_message_that_names_no_release_is_refused(event: dict[str, object]) -> None:
    assert tell(event) == 400
    assert waiting_jobs.waiting() == []


def test_a_release_must_be_announced_with_a_signature() -> None:
    assert tell(made("r1"), **{"webhook-signature": "v1,AAAA"}) == 401

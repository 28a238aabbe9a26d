"""What studio may tell the data platform."""

import pytest

from learnstead.ports.services import services
from tests import waiting_jobs
from tests.deliveries import ToOurselves
from tests.learn import published_site as site

pytestmark = pytest.mark.django_db


def tell(event: dict[str, object], *, message_id: str = "m1") -> None:
    ToOurselves().send(url=f"{services().url}/webhooks/studio/", message_id=message_id, event=event)


def test_a_message_is_accepted_once() -> None:
    tell(site.published(1, release="releases/x/1"))
    tell(site.published(1, release="releases/x/1"))
    assert [name for name, _ in waiting_jobs.waiting()] == ["flows.gather_site"]


def test_events_that_do_not_concern_the_catalogue_are_accepted_and_dropped() -> None:
    tell(site.published(1, release="releases/x/1", version="draft"))
    tell({"type": "site.renamed", "data": {}}, message_id="m2")
    tell(site.published(1, release="releases/www/1", site="www", theme="www"), message_id="m3")
    assert waiting_jobs.waiting() == []

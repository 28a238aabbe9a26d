"""The messages that the production system was sent, sent to us: the same, answered with the right status."""

from dataclasses import replace

import pytest
from django.test import Client

from learnstead.data import taken_back
from learnstead.data.ocw import register
from learnstead.kernel import clock
from learnstead.ports.ledger import Outcome, RunRecord, ScopeState
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.data import shared

pytestmark = [
    pytest.mark.django_db,
    shared.needs_shared,
]

RUN = "97db384ef34009a64df7cb86cf701979"
SITE = "courses/16-01"
# Where we answer otherwise than production did, and why it should have.
CORRECTED = {
    "edx archive, course_id fallback": 400,  # the path is not below the source's prefix
    "null ids allowed": 400,  # the same
    "unknown source": 400,
    "missing signature": 401,
    "wrong signature": 401,
    "ocw wrong key -> raises (500)": 401,
}
ASKED = {
    "edx archive": ("mitxonline_files", ["course-v1:MITxT+8.01.3x+3T2022"]),
    "canvas archive": ("canvas", ["14566"]),
    "ovs upsert": ("ovs", []),
    "ovs upsert, idempotent": ("ovs", []),
    "ovs no m3u8 -> ignored 200": ("ovs", []),
    "ovs delete": ("ovs", []),
    "ovs delete unknown -> 200": ("ovs", []),
    "ocw single prefix": ("ocw", ["courses/6-042j"]),
    "ocw prefixes list": ("ocw", ["courses/a", "courses/b"]),
    "ocw prefixes csv": ("ocw", ["courses/a", "courses/b"]),
    "ocw unpublish by site_uid == run_id": ("ocw", [SITE]),
    "ocw unpublish: dashed uid does NOT match": ("ocw", [SITE]),  # it does now
}


def vectors() -> list[dict]:
    return shared.golden("_webhook_contract")["cases"] if shared.REPLAY.is_dir() else []


@pytest.fixture
def courses_of_canvas():
    """Two that are known, whose ids begin the same."""
    ledger, now = services().ledger, clock.now()
    run = RunRecord(id="r1", source="canvas", trigger="command", clock=now, started=now)
    states = [ScopeState(source="canvas", scope=scope, release="r1") for scope in ("14566", "145660")]
    ledger.begin(run)
    ledger.settle(replace(run, outcome=Outcome.RELEASED, finished=now), scopes=states)


@pytest.fixture
def a_site_of_ocw():
    services().objects.delete("sites")  # another test may have run the very same course
    register.claim(services().objects, kind="ocw-run", name=RUN, scope=SITE)
    yield
    services().objects.delete("sites")
    services().objects.delete("taken-back")


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["case"])
@pytest.mark.usefixtures("a_site_of_ocw")
def test_a_message_is_answered_and_asks_for_what_it_means(vector):
    headers = {"X-MITLearn-Signature": vector["signature"]} if vector["signature"] else {}
    sent = Client().generic(
        vector["method"], vector["url"], vector["body"], content_type="application/json", headers=headers
    )
    asked = [(arguments["source"], arguments["only"]) for _, arguments in waiting_jobs.waiting()]
    wanted = ASKED.get(vector["case"])

    assert sent.status_code == CORRECTED.get(vector["case"], vector["status"])
    assert asked == ([wanted] if wanted else [])
    assert "fake_key" not in sent.content.decode()


@pytest.mark.usefixtures("a_site_of_ocw", "courses_of_canvas")
def test_a_deleted_course_is_taken_back_and_one_that_begins_the_same_is_not():
    vector = next(one for one in vectors() if one["case"].startswith("canvas delete removes"))
    headers = {"X-MITLearn-Signature": vector["signature"]}
    sent = Client().post(vector["url"], vector["body"], content_type="application/json", headers=headers)

    assert sent.status_code == 200
    assert taken_back.reason_for(services().objects, source="canvas", scope="14566")
    assert not taken_back.reason_for(services().objects, source="canvas", scope="145660")
    assert [arguments["only"] for _, arguments in waiting_jobs.waiting()] == [["14566"]]

"""The console, as an administrator uses it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from learnstead.adapters.egress.waiting import Time
from learnstead.config.outside import ConfiguredOutside
from learnstead.flows.ingest_source import Order, ingest
from learnstead.kernel import clock
from learnstead.learn.domain import releases
from learnstead.people.models import User
from learnstead.ports.services import services
from tests.data.climate import climate
from tests.waiting_jobs import forget, waiting

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def world():
    forget()
    with climate() as found:
        yield found


@pytest.fixture
def run(world):
    hurried = ConfiguredOutside(scratch=services().scratch, time=Time(sleep=lambda _seconds: None))
    given = replace(services(), outside=hurried)
    return lambda: ingest(source="mit_climate", services=given, order=Order(replay=world.url))


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_user(username="sam", password="x", is_staff=True))
    return client


def page(client, name, *args):
    answer = client.get(reverse(f"console:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_strangers_are_asked_to_sign_in_and_learners_are_refused(client):
    assert client.get("/data/").status_code == 302
    client.force_login(User.objects.create_user(username="cy", password="x"))
    assert client.get("/data/").status_code == 403


def test_every_source_is_listed_before_anything_ran(staff):
    assert page(staff, "sources").count("never run") > 20


def test_a_good_run_is_fresh_and_leads_back_to_what_was_received(staff, run):
    done = run()

    assert "fresh" in page(staff, "source", "mit_climate")
    shown = page(staff, "run", "mit_climate", done.id)
    assert "https://climate.mit.edu/feeds/explainers" in shown
    sha256 = shown.split("/data/payloads/")[1].split("/")[0]
    payload = page(staff, "payload", sha256)
    assert "&quot;uuid&quot;" in payload
    assert '"uuid"' not in payload


def test_what_is_held_shows_its_difference_and_is_accepted(staff, world, run):
    run()
    del world.feeds["explainers"][1:]
    world.say()
    held = run()

    assert "held" in page(staff, "sources")
    assert "2 of 3 are missing" in page(staff, "source", "mit_climate")
    assert "What accepting would change" in page(staff, "run", "mit_climate", held.id)
    staff.post(reverse("console:decide", args=["mit_climate", held.id]), {"decision": "accept"})
    assert "accepted by sam" in page(staff, "source", "mit_climate")
    assert waiting()[-1][0] == "flows.announce_release"


def test_what_is_rejected_leaves_the_last_good_records(staff, world, run):
    good = run()
    del world.feeds["explainers"][1:]
    world.say()
    held = run()

    staff.post(reverse("console:decide", args=["mit_climate", held.id]), {"decision": "reject"})

    assert services().ledger.scope("mit_climate", "explainers").release == good.release
    again = staff.post(reverse("console:decide", args=["mit_climate", held.id]), {"decision": "accept"}, follow=True)
    assert "nothing of run" in again.content.decode()


def test_a_record_is_followed_to_its_run_and_its_payload(staff, run):
    done = run()
    releases.apply_release(
        source="mit_climate",
        release=done.release,
        objects=services().objects,
        queue=services().queue,
        at=clock.now(),
    )
    shown = page(staff, "release", "mit_climate", done.release)
    address = shown.split('href="/data/records/')[1].split('"')[0].replace("&amp;", "&")

    answer = staff.get(f"/data/records/{address}")

    assert done.id in answer.content.decode()
    assert answer.status_code == 200


def test_an_earlier_release_is_applied_again(staff, world, run):
    first = run()
    world.feeds["explainers"][0]["title"] = "Another title"
    world.say()
    run()

    staff.post(reverse("console:apply-again", args=["mit_climate", first.release]))

    assert services().ledger.scope("mit_climate", "explainers").release == first.release


def test_running_now_asks_a_worker(staff):
    forget()
    staff.post(reverse("console:run-now", args=["mit_climate"]))
    ((name, arguments),) = waiting()
    assert (name, arguments["source"], arguments["trigger"]) == ("flows.ingest_source", "mit_climate", "console")


@pytest.mark.parametrize(
    "address",
    ["/data/nowhere/", "/data/mit_climate/runs/none/", "/data/mit_climate/releases/none/", "/data/payloads/x/"],
)
def test_what_is_not_there_is_not_found(staff, address):
    assert staff.get(address).status_code == 404

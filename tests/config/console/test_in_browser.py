"""A held run in a browser: legible in light and dark and on a phone, and decided with the keyboard alone."""

from dataclasses import replace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from learnstead.adapters.egress.waiting import Time
from learnstead.config.outside import ConfiguredOutside
from learnstead.flows.ingest_source import Order, ingest
from learnstead.people.models import User
from learnstead.ports.services import services
from tests.browser import chromium, violations
from tests.data.climate import climate
from tests.waiting_jobs import forget

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LOOKS = [("light", 1280), ("dark", 1280), ("light", 360)]


@pytest.fixture
def held():
    """The id of a run in which most of a feed is missing, and half of the feeds were away."""
    forget()
    hurried = ConfiguredOutside(scratch=services().scratch, time=Time(sleep=lambda _seconds: None))
    given = replace(services(), outside=hurried)
    with climate() as world:
        order = Order(replay=world.url)
        ingest(source="mit_climate", services=given, order=order)
        del world.feeds["explainers"][1:]
        world.say(ask_mit_climate=503)
        return ingest(source="mit_climate", services=given, order=order).id


def test_what_is_held_is_legible_and_decided_by_keyboard(held, live_server, client):
    client.force_login(User.objects.create_user(username="sam", password="x", is_staff=True))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    run = reverse("console:run", args=["mit_climate", held])
    with chromium() as browser:
        for look, width in LOOKS:
            size = {"width": width, "height": 800}
            context = browser.new_context(color_scheme=look, viewport=size, bypass_csp=True, base_url=live_server.url)
            context.add_cookies([cookie])
            page = context.new_page()
            for address in (run, reverse("console:source", args=["mit_climate"])):
                page.goto(address)
                wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert (look, width, address, violations(page), max(0, wider)) == (look, width, address, [], 0)
        page.goto(run)
        page.get_by_role("button", name="Reject").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Put aside. Learners keep what was good last.")).to_be_visible()

"""Following and recommendations as people meet them: with the keyboard, on a phone, without script."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from learnstead.kernel import clock
from learnstead.learn.domain import indexing
from learnstead.learn.domain.following import unsubscribing
from learnstead.people.models import User
from learnstead.ports.services import services
from tests.browser import chromium, violations
from tests.learn.following.conftest import new

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_learner_follows_and_leaves_with_the_keyboard_and_axe_finds_nothing(live_server):
    cy = User.objects.create_user("cy", "cy@example.org", name="Cy")
    new("Waves", "Physics", at=clock.now())
    new("Optics", "Physics", at=clock.now())
    indexing.rebuild(index=services().search)
    client = Client()
    client.force_login(cy)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    leave = f"/unsubscribe/{unsubscribing.token(unsubscribing.settings_of(cy))}/"
    with chromium() as browser:
        options = {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark", "bypass_csp": True}
        page = browser.new_context(**options).new_page()
        page.context.add_cookies([cookie])
        page.goto(f"{live_server.url}/catalogue/topics/physics/")
        page.get_by_role("button", name="Follow Physics").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("You follow Physics")
        page.goto(f"{live_server.url}/welcome/")
        page.get_by_label("Physics").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("What are you after?")

        looked_at = ("/following/", "/following/next-digest/", "/welcome/", "/account/interests/", "/recommendations/")
        for path in (*looked_at, "/account/data/", "/following/follow/?query=q%3Dtides", leave):
            page.goto(live_server.url + path)
            assert (path, violations(page)) == (path, [])
            assert not wider_than_the_screen(page)

        page.goto(f"{live_server.url}/following/")
        page.get_by_role("button", name="Stop following Physics").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))

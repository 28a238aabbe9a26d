"""A learner without a mouse: finds a course, judges it, keeps it and starts it."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from learnstead.learn.domain import indexing
from learnstead.learn.models import UserList
from learnstead.people.models import User
from learnstead.ports.services import services
from tests.browser import chromium
from tests.learn import shelf

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_TABS = 40
# What the keyboard is at: its name, and whether it can be seen that it is there.
FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const name = at.ariaLabel || at.labels?.[0]?.innerText || at.textContent;
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
  return [name.trim(), seen && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""


@pytest.fixture
def key() -> str:
    """The session of a learner for whom there is something to find."""
    shelf.resource("Tidal Pools", description="What lives between the tides.", url="https://library.example/tidal")
    shelf.resource("Mud Flats")
    indexing.rebuild(index=services().search)
    client = Client()
    client.force_login(User.objects.create_user("cy", name="Cy"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_course_is_found_judged_kept_and_started_with_the_keyboard_alone(key: str, live_server: LiveServer) -> None:
    with chromium() as browser:
        page = browser.new_context(reduced_motion="reduce").new_page()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        page.context.route("https://library.example/**", lambda route: route.fulfill(body="Welcome."))
        page.goto(live_server.url)

        tab_to(page, "Skip to the main text")
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()

        page.goto(live_server.url)
        tab_to(page, "Search courses, podcasts, videos and pages")
        page.keyboard.type("tidal")
        expect(page.get_by_role("option", name="Tidal Pools")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("option", name="Tidal Pools")).to_be_hidden()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Search results")).to_be_visible()

        tab_to(page, "Skip to the results")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Search results")).to_be_focused()
        tab_to(page, "Tidal Pools")
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_have_text("Tidal Pools")
        expect(page.get_by_text("What lives between the tides.")).to_be_visible()
        tab_to(page, "Add Tidal Pools to a list")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Where do you want to keep it?")
        tab_to(page, "or a new list")
        page.keyboard.type("By the sea")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Your lists are changed for “Tidal Pools”.")

        tab_to(page, "Go to the course")
        page.keyboard.press("Enter")
        expect(page).to_have_url("https://library.example/tidal")
    assert [one.resource.title for one in UserList.objects.get(title="By the sea").items.all()] == ["Tidal Pools"]


def tab_to(page: Page, name: str) -> None:
    """Go on from where the keyboard is; wherever it comes by, one sees that it is there."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        now, is_seen = page.evaluate(FOCUSED)
        passed.append(now)
        assert is_seen, passed
        if now == name:
            return
    pytest.fail(f"{name!r} is further than {MOST_TABS} steps away: {passed}")

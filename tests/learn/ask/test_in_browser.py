"""The assistant as people meet it: streamed, stopped, rated, on a phone, in the dark, and judged by axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.adapters.language_model.fake_provider import FakeProvider
from tests.browser import chromium, violations
from tests.learn.ask import material

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 780}


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[Browser]:
    """The courses are there before the browser, whose event loop Django minds."""
    material.demo_courses("ENV.210")
    with chromium() as one:
        yield one


def opened(browser: Browser, address: str, **options: object) -> Page:
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    page.goto(address)
    return page


def test_a_conversation_by_keyboard_on_every_look(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, f"{live_server.url}/ask/", bypass_csp=True)
    assert violations(page) == []
    page.get_by_label("Your question").fill("Free courses about floods")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Source 1")).to_be_visible()
    expect(page.get_by_text("Free", exact=True)).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.get_by_label("Your question").fill("And quantum chromodynamics?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("I don't know of anything")).to_be_visible()
    page.get_by_role("button", name="No", exact=True).first.click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()  # the address is that of the conversation now
    assert violations(page) == []
    expect(page.get_by_role("button", name="No", exact=True).first).to_have_attribute("aria-pressed", "true")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in ("", "history/"):
        page.goto(f"{live_server.url}/ask/history/" if path else page.url)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_box_on_the_page_of_a_course_answers_in_place(browser: Browser, live_server: LiveServer) -> None:
    page = opened(browser, f"{live_server.url}/search/?q=hydrology", viewport=PHONE, bypass_csp=True)
    page.get_by_role("link", name="Rivers and Cities").first.click()
    address = page.url
    page.get_by_label("Your question").fill("What is the rational method?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The rational method gives a peak flow.")).to_be_visible()
    assert page.url == address
    assert violations(page) == []


def test_stopping_an_answer_stops_the_provider(fake: FakeProvider, browser: Browser, live_server: LiveServer) -> None:
    fake.says, fake.hangs = ["A town is a machine for getting rid of water [1]. And so"], True
    page = opened(browser, f"{live_server.url}/ask/")
    page.get_by_role("button", name="How do cities deal with floods?").click()
    assert fake.began.wait(30)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("You stopped this answer.")).to_be_visible()
    assert fake.left.wait(30)

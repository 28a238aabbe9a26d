"""The learner pages as people meet them: in light and dark, on a phone, with and without script."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from learnstead.people.models import User
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.browser import OF_COLOURS, chromium, violations
from tests.learn import published_site as site
from tests.learn.web.test_publications import tell

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

COURSE = f"/catalogue/courses/{site.SITE}/"
PAGES = ["/", "/search/", "/search/?q=limpets&level=introductory", "/search/?q=zzqx", COURSE, "/catalogue/topics/"]
PAGES += [f"/search/?site={site.SITE}&q=limpet"]
PAGES += ["/catalogue/topics/science/", "/catalogue/departments/", "/no/such/page/"]
PAGES += ["/catalogue/units/learnstead/", "/catalogue/sources/ocw/", f"{COURSE}why/"]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}
SMALLEST = {"width": 320, "height": 640}


@dataclass
class Window:
    """Opens pages of the running server."""

    browser: Browser
    address: str

    def open(self, path: str, **options: object) -> Page:
        page = self.browser.new_context(**options).new_page()  # type: ignore[arg-type]
        page.goto(self.address + path)
        return page


@pytest.fixture
def window(live_server: LiveServer) -> Iterator[Window]:
    """A published course, a server and a browser; the browser goes first, for Django minds its event loop."""
    waiting_jobs.forget()
    site.put_release(services().objects, "releases/t101/1")
    assert tell(site.published(1, release="releases/t101/1")) == 202
    waiting_jobs.work_off()
    User.objects.create_user("looker", password="after search", is_staff=True)
    with chromium() as browser:
        yield Window(browser, live_server.url)


def test_axe_finds_nothing_wrong_in_any_light_or_size(window: Window) -> None:
    page = window.open("/", color_scheme="light", reduced_motion="reduce", viewport=WIDE, bypass_csp=True)
    for path in PAGES:
        page.goto(window.address + path)
        assert (path, violations(page)) == (path, [])
        page.emulate_media(color_scheme="dark")
        assert (path, "dark", violations(page, *OF_COLOURS)) == (path, "dark", [])
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert (path, "phone", violations(page)) == (path, "phone", [])
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_axe_finds_nothing_wrong_with_the_pages_for_staff(window: Window) -> None:
    page = window.open("/sign-in/", viewport=PHONE, bypass_csp=True)
    page.get_by_label("User name").fill("looker")
    page.get_by_label("Password").fill("after search")
    page.get_by_role("button", name="Sign in").click()
    for path in ("/manage/search/", "/manage/search/synonyms/", "/manage/search/ranking/?q=limpets"):
        page.goto(window.address + path)
        assert (path, violations(page)) == (path, [])
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 360)
    page.get_by_label("Words").fill("0.2")
    expect(page.locator("p[role=status]")).to_contain_text("first results would stay as they are")


def test_nothing_is_wider_than_the_smallest_screen_nor_tries_what_the_policy_forbids(window: Window) -> None:
    complaints: list[str] = []
    page = window.browser.new_page(viewport=SMALLEST)  # type: ignore[arg-type]
    page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
    for path in PAGES:
        page.goto(window.address + path)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 320)
    assert complaints == []


def test_a_course_can_be_found_narrowed_and_started_without_script(window: Window) -> None:
    page = window.open("/", java_script_enabled=False, viewport=WIDE)
    page.get_by_role("searchbox").fill("limpets")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Introductory").check()
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Life in Tidal Pools", exact=True).click()
    expect(page.get_by_role("link", name="Start the course")).to_have_attribute("href", f"/courses/{site.SITE}/")


def test_suggestions_appear_while_typing_and_can_be_reached_by_keyboard(window: Window) -> None:
    page = window.open("/", viewport=WIDE)
    box = page.get_by_role("combobox", name="Search courses")
    box.press_sequentially("life in t")
    option = page.get_by_role("option", name="T.101 Life in Tidal Pools")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    box.press_sequentially("i")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{window.address}{COURSE}")


def test_a_search_changes_without_reloading_and_every_state_has_an_address(window: Window) -> None:
    page = window.open("/search/?q=limpets", viewport=WIDE)
    page.evaluate("window.stayed = true")
    count = page.locator("[data-count]")
    count.evaluate(
        "one => { window.said = [];"
        " new MutationObserver(() => said.push(one.textContent.trim())).observe(one, {childList: true}) }"
    )
    page.get_by_role("combobox", name="Search courses").fill("typed and never searched for")
    page.get_by_label("Introductory").check()
    expect(page.get_by_role("link", name="Remove Level: Introductory")).to_be_visible()
    expect(page).to_have_url(f"{window.address}/search/?q=limpets&level=introductory")
    expect(page.get_by_role("combobox", name="Search courses")).to_have_value("limpets")
    expect(page.get_by_label("Introductory")).to_be_focused()
    expect(count).to_have_text("1 result for “limpets”")
    assert page.evaluate("said") == ["", "1 result for “limpets”"]
    page.get_by_role("link", name="Programs 0").click()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("link", name="Without “Group”: 1").click()
    expect(count).to_have_text("1 result for “limpets”")
    page.go_back()
    expect(count).to_have_text("Nothing found for “limpets”")
    assert page.evaluate("window.stayed") is True


def test_that_a_result_was_opened_is_told(window: Window) -> None:
    page = window.open("/search/?q=limpets", viewport=WIDE)
    with page.expect_request("**/search/opened") as told:
        page.get_by_role("link", name="Life in Tidal Pools", exact=True).click()
    answer = told.value.response()
    assert answer is not None
    assert answer.status == 204


def test_the_dark_theme_is_remembered(window: Window) -> None:
    page = window.open("/", viewport=WIDE, color_scheme="light")
    page.get_by_role("button", name="Dark theme").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"

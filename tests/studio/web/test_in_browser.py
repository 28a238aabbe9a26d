"""The authoring pages in Chromium: typing, arranging by keyboard, two people at once, and axe."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from learnstead.people.models import User
from learnstead.studio.models import Content, Site
from tests.browser import chromium, violations
from tests.studio.web.conftest import MakePage

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
TEXT = 'Rain {{< sub "2" >}} falls.\r\n\r\n* one\r\n'


@pytest.fixture
def allow_database_from_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, and Django then refuses the database; nothing here is async."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def chrome(allow_database_from_playwright: None, live_server: LiveServer) -> Iterator[Browser]:
    """A browser that goes before the server does."""
    with chromium() as browser:
        yield browser
        connections.close_all()  # those that Django opened for the time while Playwright's loop runs here


@pytest.fixture
def open_as(chrome: Browser, live_server: LiveServer) -> Open:
    """Open an address as a signed-in person, in a window of their own."""

    def opened(user: User, address: str, *, width: int = 1100, dark: bool = False, scripts: bool = True) -> Page:
        client = Client()
        client.force_login(user)
        context = chrome.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            bypass_csp=True,
            java_script_enabled=scripts,
        )
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        return page

    return opened


def address(content: Content) -> str:
    return f"/studio/{content.site.name}/contents/{content.pk}/"


def body_of(page: Page):
    return page.locator(".markdown.full .cm-content")


def save(page: Page) -> None:
    page.locator(".action-bar button[name=save]").click()


def test_typing_is_saved_and_shortcodes_stay_as_they_are(open_as: Open, ada: User, make_page: MakePage) -> None:
    entry = make_page(markdown=TEXT)
    page = open_as(ada, address(entry))
    expect(page.locator(".cm-shortcode")).to_have_text('{{< sub "2" >}}')
    body_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("* two")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.get_by_role("button", name="Bold").click()
    expect(page.locator("[data-status]")).to_have_text("Not saved yet")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved")
    entry.refresh_from_db()
    assert entry.markdown == TEXT + "*** two**"


def test_saving_without_typing_writes_nothing(open_as: Open, ada: User, make_page: MakePage) -> None:
    entry = make_page(markdown=TEXT)
    page = open_as(ada, address(entry))
    expect(body_of(page)).to_be_visible()
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved")
    entry.refresh_from_db()
    assert (entry.version, entry.markdown) == (1, TEXT)


def test_unsaved_text_is_offered_again(open_as: Open, ada: User, make_page: MakePage) -> None:
    entry = make_page()
    page = open_as(ada, address(entry))
    page.on("dialog", lambda dialog: dialog.accept())
    body_of(page).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Half a thought. ")
    expect(page.locator("[data-status]")).to_have_text("Not saved yet")
    page.reload()
    page.get_by_role("button", name="Put it back").click()
    expect(body_of(page)).to_contain_text("Half a thought. It rains.")
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved")
    expect(page.locator("[data-restore]")).to_be_hidden()


def test_the_second_of_two_people_sees_both_texts(open_as: Open, ada: User, eve: User, make_page: MakePage) -> None:
    entry = make_page()
    first, second = open_as(eve, address(entry)), open_as(ada, address(entry))
    for page, words in ((first, "Eve says: "), (second, "Ada says: ")):
        body_of(page).click()
        page.keyboard.press("Control+Home")
        page.keyboard.type(words)
    save(first)
    expect(first.locator(".messages")).to_contain_text("Saved")
    save(second)
    expect(second.locator(".conflict")).to_contain_text("Eve Editor saved this while you were writing")
    expect(second.locator(".conflict .removed .line")).to_have_text("Eve says: It rains.")
    expect(body_of(second)).to_contain_text("Ada says: It rains.")
    assert violations(second) == []
    save(second)
    expect(second.locator(".messages")).to_contain_text("Saved")
    entry.refresh_from_db()
    assert entry.markdown == "Ada says: It rains.\n"


def test_a_menu_is_arranged_by_keyboard(open_as: Open, ada: User, site: Site, make_page: MakePage) -> None:
    for title in ("Rain", "Snow"):
        make_page(title)
    page = open_as(ada, f"/studio/{site.name}/settings/navmenu/")
    for title in ("Rain", "Snow"):
        page.get_by_label("Words of its title").fill(title)
        page.get_by_role("button", name="Find").press("Enter")
        page.get_by_role("button", name=f"Add {title}").press("Enter")
        expect(page.locator(f'input[name="m.name"][value="{title}"]')).to_be_visible()
    page.get_by_role("button", name="Move Snow up").press("Enter")
    expect(page.locator(".menu-row input[name='m.name']").first).to_have_value("Snow")
    page.get_by_role("button", name="Move Rain in").press("Enter")
    expect(page.locator(".menu-row.depth-1")).to_have_count(1)
    expect(page.get_by_role("button", name="Move Rain in")).to_be_focused()
    save(page)
    expect(page.locator(".messages")).to_contain_text("Saved the menu")
    menu = Content.objects.get(site=site, type="navmenu").metadata["leftnav"]
    assert [(row["name"], "parent" in row) for row in menu] == [("Snow", False), ("Rain", True)]


def test_a_relation_is_found_by_typing(open_as: Open, ada: User, site: Site, make_page: MakePage) -> None:
    image = make_page("River map", kind="resource", resourcetype="Image")
    page = open_as(ada, f"/studio/{site.name}/settings/sitemetadata/")
    finder = page.locator('[data-finder="f.course_image"] input')
    finder.press_sequentially("map")
    expect(page.get_by_role("option", name="River map")).to_be_visible()
    finder.press("ArrowDown")
    finder.press("Enter")
    expect(page.locator(f'[data-key="{image.text_id}"]')).to_contain_text("River map")


def test_an_entry_is_written_without_script(open_as: Open, ada: User, site: Site) -> None:
    page = open_as(ada, f"/studio/{site.name}/collections/page/new/", scripts=False)
    page.get_by_label("Title").fill("Plain")
    page.get_by_label("Description").fill("No script here.")
    page.get_by_label("Body").fill("Typed in a box.")
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".messages")).to_contain_text("Saved “Plain”")
    assert Content.objects.get(site=site, title="Plain").markdown == "Typed in a box."


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (1100, True), (320, False)])
def test_axe_finds_nothing_and_nothing_hangs_over(
    open_as: Open, ada: User, site: Site, make_page: MakePage, width: int, dark: bool
) -> None:
    entry = make_page(markdown=TEXT)
    make_page("River map", kind="resource", resourcetype="Image")
    page = open_as(ada, "/studio/", width=width, dark=dark)
    here = f"/studio/{site.name}/"
    pages = ("/studio/", here, f"{here}collections/resource/", f"{here}settings/sitemetadata/", address(entry))
    for one in (*pages, f"{address(entry)}history/", f"{here}settings/navmenu/", f"{here}people/"):
        page.goto(page.url.partition("/studio/")[0] + one)
        assert violations(page) == [], one
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, one

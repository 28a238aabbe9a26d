"""The built course as readers meet it: with and without script, on a phone, in the dark."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser import chromium, served, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = [
    "",
    "pages/syllabus",
    "pages/currents/ebb",
    "pages/formulas",
    "pages/tables",
    "resources",
    "resources/lecture-one",
]
PAGES += ["resources/lecture-two", "resources/tide-table", "lists/readings", "video_galleries/lectures"]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}
SMALLEST = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(live, tmp_path_factory):
    """The course where its links expect it."""
    root = tmp_path_factory.mktemp("served")
    shutil.copytree(live.folder, root / "courses" / "tides")
    with served(root) as host:
        yield f"{host}/courses/tides/"


@pytest.fixture
def opened(browser, address):
    """Opens a page in a fresh window; whatever would leave this machine is noted and refused."""
    contexts = []
    left = []

    def watch(route):
        if route.request.url.startswith("http://127.0.0.1"):
            route.continue_()
        else:
            left.append(route.request.url)
            route.abort()

    def open_page(path, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.left = left
        page.route("**/*", watch)
        page.goto(f"{address}{path}/" if path else address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("look", "size"), [("light", WIDE), ("dark", WIDE), ("light", PHONE)])
def test_axe_finds_nothing_wrong(opened, look, size):
    for path in PAGES:
        page = opened(path, color_scheme=look, viewport=size, bypass_csp=True)
        assert (path, violations(page)) == (path, [])


def test_nothing_is_wider_than_the_smallest_screen(opened):
    for path in PAGES:
        page = opened(path, viewport=SMALLEST)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 320)


def test_a_choice_is_judged_at_once(opened):
    page = opened("pages/currents/ebb", viewport=WIDE)
    quiz = page.locator(".quiz").first
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.locator("output")).to_have_text("Choose an answer first.")
    quiz.get_by_label("Once a day").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.locator("output")).to_have_text("Not quite. Try again, or open the answer.")
    quiz.get_by_label("Twice a day").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.locator("output")).to_have_text("That is right.")


def test_half_of_several_right_answers_is_told_apart_from_all(opened):
    quiz = opened("pages/currents/ebb", viewport=WIDE).locator(".quiz").nth(1)
    quiz.get_by_label("The Moon").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.locator("output")).to_have_text("Right so far. There is more.")


def test_nobody_is_asked_before_a_video_is_chosen(opened):
    page = opened("resources/lecture-two", viewport=WIDE)
    assert page.left == []
    page.locator(".poster").click()
    expect(page.locator("iframe")).to_have_attribute("title", "Lecture 2: Slack water")
    assert page.left[0].startswith("https://www.youtube-nocookie.com/embed/zyxWVU98765")


def test_without_script_menu_and_answers_open_all_the_same(opened):
    page = opened("pages/currents/ebb", viewport=PHONE, java_script_enabled=False)
    expect(page.get_by_role("link", name="Harbour office")).to_be_hidden()
    page.get_by_text("Course menu").click()
    expect(page.get_by_role("link", name="Harbour office")).to_be_visible()
    expect(page.get_by_role("button", name="Check")).to_have_count(0)
    page.get_by_text("Show the answer").first.click()
    expect(page.get_by_text("The Earth turns under two bulges.")).to_be_visible()


def test_the_chosen_appearance_is_remembered(opened):
    page = opened("pages/syllabus", viewport=WIDE, color_scheme="light")
    button = page.get_by_role("button", name="Appearance")
    button.click()
    button.click()
    expect(button).to_have_text("Appearance: dark")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"


def test_script_in_the_text_of_a_course_does_not_run(opened, live):
    page = opened("pages/currents/aside", viewport=WIDE)
    expect(page.get_by_text("Reached from a link only.", exact=False)).to_be_visible()
    assert page.evaluate("window.intruder") is None

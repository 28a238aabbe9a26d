"""Lists as people meet them: by keyboard, by dragging, without script, in light and dark and on a phone."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from learnstead.learn.domain.lists import featuring, paths, testimonials, userlists
from learnstead.learn.models import LearningPath, UserList, editorial
from learnstead.people.models import User
from learnstead.ports.services import services
from tests.browser import chromium, violations
from tests.learn import shelf

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLES = ["Tidal Pools", "Sound Waves", "Old Maps"]


@pytest.fixture
def sam() -> User:
    return User.objects.create_user("sam", name="Sam", is_staff=True)


@pytest.fixture
def plan(sam: User) -> UserList:
    made = userlists.create(owner=sam, title="Spring plan", privacy="unlisted", at=shelf.AT)
    for title in TITLES:
        userlists.add(made, shelf.resource(title), at=shelf.AT)
    return made


@pytest.fixture
def key(sam: User) -> str:
    """Sam's session; taken before there is a browser, for Django minds its event loop."""
    client = Client()
    client.force_login(sam)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def signed_in(browser: Browser, address: str, key: str, **options: object) -> Page:
    context = browser.new_context(bypass_csp=True, **options)  # type: ignore[arg-type]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    return context.new_page()


def shown(page: Page) -> list[str]:
    return page.locator(".rows .row-text > a").all_inner_texts()


def test_a_list_is_put_in_order_by_keyboard_and_by_dragging_and_stays_so(
    live_server, sam: User, key: str, plan: UserList
) -> None:
    with chromium() as browser:
        page = signed_in(browser, live_server.url, key)
        page.goto(f"{live_server.url}/lists/{plan.pk}/")
        down = page.get_by_role("button", name="Move Tidal Pools down")
        down.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-said]")).to_have_text("Now number 2 of 3.")
        expect(down).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("[data-said]")).to_have_text("Now number 3 of 3.")
        assert shown(page) == ["Sound Waves", "Old Maps", "Tidal Pools"]

        rows = page.locator(".rows > li")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            rows.nth(2).locator(".grip").drag_to(rows.nth(0), target_position={"x": 60, "y": 4})
        page.reload()
        assert shown(page) == ["Tidal Pools", "Sound Waves", "Old Maps"]


def test_a_bookmark_is_set_by_keyboard_without_a_new_page_and_without_script_with_one(
    live_server, sam: User, key: str, plan: UserList
) -> None:
    address = plan.items.first().resource.get_absolute_url()
    with chromium() as browser:
        page = signed_in(browser, live_server.url, key)
        page.goto(live_server.url + address)
        button = page.get_by_role("button", name="Save Tidal Pools")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_have_text("Saved.")
        expect(button).to_have_attribute("aria-pressed", "true")

        plain = signed_in(browser, live_server.url, key, java_script_enabled=False)
        plain.goto(live_server.url + address)
        plain.get_by_role("button", name="Save Tidal Pools").click()
        expect(plain.get_by_role("status")).to_contain_text("is no longer saved")
        assert plain.url == live_server.url + address
    assert userlists.bookmarked(sam) == frozenset()


def test_axe_finds_nothing_on_the_pages_of_lists_in_the_light_or_in_the_dark_on_a_phone(
    live_server, sam: User, key: str, plan: UserList
) -> None:
    first = plan.items.first().resource
    path = _path(sam, first)
    featuring.add("", first, queue=services().queue)
    said = testimonials.save(editorial.Testimonial(), quote="It held.", name="Iris", at=shelf.AT)
    addresses = [
        "/", "/lists/", f"/lists/{plan.pk}/", f"/lists/{plan.pk}/edit/", f"/lists/shared/{plan.token}/",
        f"/lists/save/{first.pk}/", "/manage/", "/manage/learning-paths/", f"/manage/learning-paths/{path.pk}/?find=s",
        f"/manage/learning-paths/{path.pk}/edit/", "/manage/featured/", "/manage/featured/home/?find=s",
        "/manage/testimonials/", f"/manage/testimonials/{said.pk}/", "/manage/topics/",
        path.resource.get_absolute_url(),
    ]  # fmt: skip
    with chromium() as browser:
        page = signed_in(browser, live_server.url, key, reduced_motion="reduce")
        for address in addresses:
            page.goto(live_server.url + address)
            for look, width in (("light", 1280), ("dark", 360)):
                page.emulate_media(color_scheme=look)
                page.set_viewport_size({"width": width, "height": 800})
                assert (address, look, violations(page)) == (address, look, [])
                wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                assert (address, width, wider) == (address, width, False)


def _path(author: User, first) -> LearningPath:
    given = paths.Editing(by=author, at=shelf.AT, queue=services().queue)
    made = paths.create(title="First steps at sea", author=author, at=shelf.AT)
    paths.add(made, first, given=given)
    paths.publish(made, published=True, given=given)
    return made

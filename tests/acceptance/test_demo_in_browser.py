"""The demo as its first visitor sees it: every page legible, quiet and reachable."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from learnstead.config.supervisor.addresses import free_port
from learnstead.learn.models.resource import ADDRESS_WORDS
from tests.browser import chromium, violations
from tests.config.supervisor.whole import Whole, new_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ENV = "env-210-rivers-and-cities-urban-hydrology-in-practice-fall-2025"
CS = "cs-115-programming-as-explanation-python-for-everyone-spring-2026"
READING = [
    "/",
    "/search/?q=flood",
    "/search/?q=nothing+of+the+kind",
    f"/catalogue/courses/{ENV}/",
    "/sign-in/",
    "/www/",
]
READING += ["/www/", f"/courses/{ENV}/", f"/courses/{ENV}/pages/syllabus/", f"/courses/{CS}/", "/no/such/page/"]
WRITING = [
    "/studio/",
    f"/studio/{ENV}/",
    f"/studio/{ENV}/collections/page/",
    f"/studio/{ENV}/builds/",
    "/studio/-/new/",
]
WRITING += [
    "/studio/-/new/",
    f"/studio/{ENV}/settings/sitemetadata/",
    f"/studio/{ENV}/settings/navmenu/",
    f"/studio/{ENV}/people/",
]
CLICKS = 3
MADE_UP = "/elsewhere/"  # one page, for hundreds of addresses that are not there
# How far the way back is from where the page begins.
ASTRAY = """() => {
  const crumbs = document.querySelector(".breadcrumbs:has(+ .layout) ol");
  if (!crumbs) return 0;
  const layout = document.querySelector(".breadcrumbs + .layout");
  const edge = layout.getBoundingClientRect().left + parseFloat(getComputedStyle(layout).paddingLeft);
  return Math.round(Math.abs(crumbs.getBoundingClientRect().left - edge));
}"""
# A preview is shown without its scripts, and Chromium remarks on that; it says so of every page that is not there, too.
EXPECTED = ("frame is sandboxed", "status of 404")


@dataclass
class Visit:
    """A browser on the demo. ``outside`` and ``complaints`` fill by themselves."""

    page: Page
    outside: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def demo() -> Iterator[Whole]:
    whole = Whole(data=new_folder() / "data", port=free_port("127.0.0.1", 8500))
    started = whole.run("up", "--port", str(whole.port), "--no-dagster", "--detach")
    assert started.returncode == 0, started.stdout + started.stderr
    yield whole
    whole.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(params=[("light", WIDE), ("dark", WIDE), ("light", PHONE)], ids=["light", "dark", "phone"])
def visit(request: pytest.FixtureRequest, demo: Whole, browser: Browser) -> Iterator[Visit]:
    look, size = request.param
    with browser.new_context(color_scheme=look, viewport=size, bypass_csp=True, base_url=demo.url) as context:
        visit = Visit(context.new_page(), [], [])
        visit.page.on("request", lambda sent: visit.outside.append(sent.url) if is_outside(sent.url, demo) else None)
        visit.page.on("console", lambda said: visit.complaints.append(said.text) if is_trouble(said) else None)
        visit.page.on("pageerror", lambda problem: visit.complaints.append(str(problem)))
        yield visit


def is_outside(address: str, demo: Whole) -> bool:
    return not address.startswith((demo.url, "data:", "blob:"))


def is_trouble(said: object) -> bool:
    return said.type in {"error", "warning"} and not any(words in said.text for words in EXPECTED)


def sign_in(page: Page, demo: Whole, name: str = "ada") -> None:
    page.goto("/sign-in/")
    page.fill("#name", name)
    page.fill("#password", json.loads((demo.data / "install.json").read_text())["demo_password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def one_of_each(demo: Whole) -> list[str]:
    """The address of one resource of each kind, of one piece of news and of one event."""
    found: dict[str, str] = {}
    for part in addresses_in(f"{demo.url}/sitemap.xml"):
        for address in (urlsplit(one).path for one in addresses_in(part)):
            folder, _, name = address.rstrip("/").rpartition("/")
            if name and folder.startswith(("/catalogue/", "/news", "/events")):
                found.setdefault(folder.split("/topics/")[0], address)
    return list(found.values())


def addresses_in(site_map: str) -> list[str]:
    """What a site map, or an index of them, names."""
    nodes = ET.fromstring(httpx.get(site_map).content).iter()  # noqa: S314 - our own answer
    return [(node.text or "").strip() for node in nodes if node.tag.endswith("}loc")]


def look_at(visit: Visit, address: str) -> None:
    visit.page.goto(address)
    wider = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (address, violations(visit.page), max(0, wider)) == (address, [], 0)
    assert (address, visit.page.evaluate(ASTRAY)) == (address, 0)
    assert (address, visit.outside, visit.complaints) == (address, [], [])


def test_readers_pages_are_legible_and_quiet(visit: Visit) -> None:
    for address in READING:
        look_at(visit, address)


def test_every_kind_of_resource_news_and_events_are_legible_and_quiet(visit: Visit, demo: Whole) -> None:
    kinds = one_of_each(demo)
    assert len(kinds) > len(ADDRESS_WORDS)
    for address in [*kinds, "/news/", "/events/", "/events/?past", "/search/?free=false"]:
        look_at(visit, address)


def test_administrators_pages_are_legible_and_quiet_from_a_source_to_a_payload(visit: Visit, demo: Whole) -> None:
    sign_in(visit.page, demo, "sam")
    for address in ("/data/", "/data/podcast/"):
        look_at(visit, address)
    main = visit.page.locator("main")
    steps = ('[href*="/runs/"]', '[href*="/releases/"]', '[href*="/records/"]', '[href*="/payloads/"]')
    for step in steps:
        look_at(visit, main.locator(step).first.get_attribute("href"))


def test_authors_pages_are_legible_and_quiet(visit: Visit, demo: Whole) -> None:
    sign_in(visit.page, demo)
    for address in WRITING:
        look_at(visit, address)
    visit.page.goto(f"/studio/{ENV}/collections/page/?q=Syllabus")
    editor = visit.page.locator("main").get_by_role("link", name="Syllabus", exact=True).first.get_attribute("href")
    look_at(visit, editor)
    look_at(visit, f"{editor}history/")


def test_a_shortcode_that_hugo_refuses_is_shown_with_its_line(browser: Browser, demo: Whole) -> None:
    with browser.new_context(java_script_enabled=False, base_url=demo.url) as context:
        page = context.new_page()
        sign_in(page, demo)
        page.goto(f"/studio/{CS}/collections/page/?q=Syllabus")
        page.locator("main").get_by_role("link", name="Syllabus", exact=True).first.click()
        body = page.locator("textarea[name='f.body']")
        body.fill(body.input_value() + "\n\n{{< nosuch >}}\n")
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto(f"/studio/{CS}/builds/")
        page.locator("form[action$='/publish/'] button").first.click()
        page.get_by_text("content/pages/syllabus.md").first.wait_for(timeout=60_000)
        assert '"nosuch"' in page.locator("main").inner_text()
        page.get_by_role("link", name="Edit “Syllabus”").click()
        assert "{{< nosuch >}}" in page.locator("textarea[name='f.body']").input_value()


def test_everything_within_three_clicks_of_home_is_there(demo: Whole) -> None:
    reached, edge, dead_ends = {"/"}, ["/"], []
    with httpx.Client(base_url=demo.url, follow_redirects=True, timeout=30) as client:
        for _click in range(CLICKS):
            found: list[str] = []
            for address in edge:
                answer = client.get(address)
                if answer.is_error:
                    dead_ends.append(address)
                found += [link for link in links_of(answer) if link not in reached]
                reached.update(found)
            edge = list(dict.fromkeys(found))
        dead_ends += [address for address in edge if client.head(address).is_error]
    assert dead_ends == []


def links_of(page: httpx.Response) -> list[str]:
    if not page.headers.get("content-type", "").startswith("text/html"):
        return []
    links = (node.attributes.get("href") or "" for node in LexborHTMLParser(page.content).css("a[href]"))
    whole = (urlsplit(urljoin(str(page.url), link)) for link in links)
    ours = (one for one in whole if one.netloc == page.url.netloc.decode() and one.path != MADE_UP)
    return [f"{one.path}?{one.query}" if one.query else one.path for one in ours]


def test_the_pictures_of_the_documentation_are_there_and_light() -> None:
    images = Path(__file__).parents[2] / "docs" / "images"
    names = {"home.png", "search.png", "course.png", "editor.png", "build-failure.png"}
    names |= {"console.png", "console-stale.png", "console-held.png", "console-record.png"}
    assert {path.name for path in images.glob("*.png")} >= names
    assert max(path.stat().st_size for path in images.glob("*.png")) < 200_000

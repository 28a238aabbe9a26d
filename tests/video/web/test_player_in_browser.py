"""The player as people meet it: hls.js plays what our encoder made, keys, captions, cameras, new addresses, axe."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.video.domain import keys, sharing
from learnstead.video.domain.captions import chapters, versions
from learnstead.video.models import Collection, Revision, StoppedAt, Video, Viewing
from tests.browser import chromium, violations
from tests.video import filmed
from tests.video.web import played

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.video.web.player_pages"),
]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
Opened = Callable[..., AbstractContextManager[Page]]
# Held back for a while: a fast machine fetches the whole minute at once.
AFTER_SIX_SECONDS = re.compile(r"/0000[1-9]\.m4s")
VIDEO = "document.querySelector('video')"
STATE = f"""(({{currentTime, readyState, paused, ended, error, buffered}}) => JSON.stringify(
  {{currentTime, readyState, paused, ended, error: error?.message,
    buffered: [...Array(buffered.length).keys()].map((one) => [buffered.start(one), buffered.end(one)]),
    said: document.querySelector("[data-player-status]")?.textContent}}))({VIDEO})"""
# Whether a menu is as wide as what is chosen in it.
WHOLE = """menu => { const free = menu.cloneNode(true); free.value = menu.value; free.style.maxWidth = 'none';
  free.style.flex = 'none'; menu.after(free); const wants = free.offsetWidth; free.remove();
  return menu.offsetWidth >= Math.min(wants, 112); }"""
TICK_MS, PATIENCE_TICKS = 50, 1200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played.packaged(tmp_path_factory.mktemp("film"))


@pytest.fixture
def film(folder: Path) -> Video:
    """A private video of four cameras with captions and chapters, whose owner is Ada."""
    ada = User.objects.create_user("ada", password="tides")
    made = filmed.video(ada, duration=float(played.SECONDS), multiangle=True)
    saving = filmed.saving(ada, filmed.Requests())
    for language, text in (("en", filmed.WEBVTT), ("de", filmed.WEBVTT.replace("Welcome to the", "Willkommen im"))):
        versions.bring(video=made, language=language, content=text.encode(), file_name="a.vtt", saving=saving)
    chapters.replace(video=made, text="0:00 Intro\n0:30 The moon")
    played.put(made, folder, services().objects)
    return made


@pytest.fixture
def opened(live_server: LiveServer, film: Video, client) -> Opened:
    """Opens a browser of Ada's. The database is asked when it is closed again: Django minds its event loop."""
    client.force_login(User.objects.get(username="ada"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}

    @contextmanager
    def window(**options: object) -> Iterator[Page]:
        with chromium() as browser:
            context = browser.new_context(base_url=live_server.url, user_agent=FIREFOX, **options)  # type: ignore[arg-type]
            context.add_cookies([cookie])  # type: ignore[list-item]
            yield context.new_page()

    return window


def becomes(page: Page, condition: str) -> None:
    """Wait for something to be true; the page's policy forbids Playwright's own way to wait."""
    for _ in range(PATIENCE_TICKS):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(TICK_MS)
    pytest.fail(f"never came true: {condition}; {page.evaluate(STATE)}")


def plays_at(page: Page, second: float) -> None:
    becomes(page, f"{VIDEO}.currentTime >= {second} && {VIDEO}.readyState >= 3")


@pytest.mark.parametrize("kind", ["", "signed"], ids=["by folder", "one by one"])
def test_it_plays_through_a_seek_after_its_addresses_were_renewed(opened: Opened, film: Video, kind: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    later: list[Route] = []
    renewed = False
    with opened() as page:
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.route(AFTER_SIX_SECONDS, lambda route: route.continue_() if renewed else later.append(route))
        with page.expect_response("**/fresh/**"):
            page.goto(f"/watch/{film.hexkey}/?renew={kind}")
            page.get_by_role("button", name="Play").click()
        old = next(url for url in asked if "/master.m3u8" in url).split("/")[5]
        plays_at(page, 0.5)
        with page.expect_request(lambda one: one.url.endswith(".m4s") and old not in one.url):
            renewed = True
            for route in later:
                route.continue_()
        page.keyboard.press("6")
        plays_at(page, 36.2)
        late = [url for url in asked if url.endswith("00006.m4s")]
        assert late
        assert all(old not in url for url in late)
        page.keyboard.press("Shift+>")
        assert page.evaluate(f"{VIDEO}.playbackRate") == 1.25
        with page.expect_response("**/position/**"):
            page.evaluate(f"{VIDEO}.pause()")
        with page.expect_response("**/watched/**"):
            page.evaluate("dispatchEvent(new Event('pagehide'))")
    viewing = Viewing.objects.get()
    assert viewing.seconds >= 1
    assert {camera for camera, _, _ in viewing.watched} == {1}
    assert StoppedAt.objects.get().position >= 36
    assert complaints == []


def test_a_film_that_is_still_being_made_plays_from_its_beginning_and_goes_on_as_it_grows(
    opened: Opened, film: Video, folder: Path
) -> None:
    playlists = {file: file.parent.name for file in folder.glob("*/index.m3u8")}

    def grow(*, segments: int) -> None:
        for file, name in playlists.items():
            whole = file.read_text().replace(":VOD", ":EVENT\n#EXT-X-START:TIME-OFFSET=0")
            head, *rest = whole.removesuffix("#EXT-X-ENDLIST\n").split("#EXTINF")
            text = "#EXTINF".join([head, *rest[:segments]]) + ("#EXT-X-ENDLIST\n" if segments >= len(rest) else "")
            services().objects.put(keys.delivery(film.current, f"{name}/index.m3u8"), text.encode())

    grow(segments=5)
    with opened() as page:
        page.goto(f"/watch/{film.hexkey}/")
        page.get_by_role("button", name="Play").click()
        plays_at(page, 0.5)
        assert page.evaluate(f"{VIDEO}.currentTime") < 10
        becomes(page, f"Math.round({VIDEO}.duration) === 30")
        grow(segments=99)
        page.evaluate(f"{VIDEO}.currentTime = 29")
        plays_at(page, 30.5)
        becomes(page, f"Math.round({VIDEO}.duration) === 60")


def test_keys_captions_cameras_and_the_transcript(opened: Opened, film: Video) -> None:
    with opened() as page:
        page.goto(f"/watch/{film.hexkey}/?start=2")
        page.locator("[data-player=ready]").wait_for()
        plays_at(page, 2)
        page.keyboard.press("c")
        assert page.evaluate(f"[...{VIDEO}.textTracks].map(one => one.mode)") == ["hidden", "disabled"]
        page.get_by_label("Captions").select_option("de")
        becomes(page, f"[...{VIDEO}.textTracks].find(one => one.mode === 'hidden')?.cues?.length === 2")
        said = page.locator("[data-transcript] li:visible")
        expect(said).to_have_count(2)
        page.get_by_placeholder("Find what is said").fill("tides TWICE")
        expect(said).to_have_count(1)
        expect(page.locator("[data-found]")).to_have_text("1 place")
        said.locator("a").click()
        plays_at(page, 3)
        expect(said).to_have_attribute("aria-current", "true")
        expect(page.locator(".player-words")).to_have_text("Tides rise twice a day.")
        page.locator("video").focus()
        page.keyboard.press("k")
        assert page.evaluate(f"{VIDEO}.paused") is True
        page.keyboard.press("ArrowRight")
        page.keyboard.press("l")
        assert 17.9 <= page.evaluate(f"{VIDEO}.currentTime") <= 40
        page.keyboard.press("m")
        assert page.evaluate(f"{VIDEO}.muted") is True
        expect(page.locator("[data-camera='1'] > video")).to_have_css("scale", "2")
        for camera in ("2", "3", "4"):
            page.keyboard.press("v")
            expect(page.locator("[data-player]")).to_have_attribute("data-camera", camera)
        page.get_by_label("Quality").select_option("720p")
        becomes(page, f"{VIDEO}.videoWidth / 2 >= 640 && {VIDEO}.videoHeight / 2 >= 360")
        page.get_by_role("link", name="The moon").click()
        plays_at(page, 30)
        page.get_by_label("from").check()
        assert page.locator("input[type=url]").input_value().rpartition("?start=")[2].startswith("3")
        page.evaluate(f"{VIDEO}.currentTime = 59")
        becomes(page, f"{VIDEO}.ended")
        page.locator("video").focus()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(("look", "width"), [("light", 1280), ("dark", 360)], ids=["light", "a phone in the dark"])
def test_axe_finds_nothing_wrong(opened: Opened, film: Video, look, width) -> None:
    place = f"/videos/{film.hexkey}"
    paths = (f"/watch/{film.hexkey}/", f"{place}/captions/", f"{place}/captions/en/", f"{place}/analytics/")
    with opened(bypass_csp=True, color_scheme=look, viewport={"width": width, "height": 800}) as page:
        for path in paths:
            page.goto(path)
            assert (path, violations(page)) == (path, [])
            assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)
        page.goto(paths[0])
        expect(page.get_by_role("button", name="Full screen")).to_be_in_viewport(ratio=1)
        for menu in page.locator(".player-menu:visible").all():
            assert menu.evaluate(WHOLE), f"{menu.get_attribute('aria-label')} does not say what is chosen"


def test_captions_are_edited_beside_the_film_or_without_scripts_in_a_form(opened: Opened, film: Video) -> None:
    place = f"/videos/{film.hexkey}/captions/en/"
    with opened() as page:
        page.goto(place)
        rows = page.locator("[data-cues] > li")
        expect(rows).to_have_count(2)
        words = page.get_by_label("Caption 2", exact=True)
        words.fill("Tides rise & fall twice a day.")
        words.evaluate("field => field.setSelectionRange(12, 12)")
        page.keyboard.press("Alt+s")
        expect(rows).to_have_count(3)
        page.get_by_label("Move all by").fill("0.5")
        page.get_by_role("button", name="Move", exact=True).click()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("Saved as revision 2.")
    with opened(java_script_enabled=False) as page:
        page.goto(f"/watch/{film.hexkey}/?find=estuary")
        expect(page.locator("video")).to_have_attribute("controls", "")
        expect(page.locator("[data-transcript] li")).to_have_count(1)
        page.goto(place)
        text = page.get_by_label("Captions as WebVTT")
        text.fill(text.input_value().replace("twice", "almost twice"))
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messages")).to_contain_text("Saved as revision 3.")
    assert film.captions.get(language="en").current.text.split("\n\n")[2:4] == [
        "00:00:03.500 --> 00:00:04.300\nTides rise &amp;",
        "00:00:04.300 --> 00:00:05.500\nfall almost twice a day.",
    ]


def test_who_plays_on_while_the_film_is_replaced_sees_the_old_one_to_its_end(
    opened: Opened, film: Video, folder: Path
) -> None:
    asked: list[str] = []
    later: list[Route] = []
    replaced = False
    place = f"/videos/{film.hexkey}/"
    with opened() as page, ThreadPoolExecutor(1) as outside:
        page.on("request", lambda request: asked.append(request.url))
        page.route(AFTER_SIX_SECONDS, lambda route: route.continue_() if replaced else later.append(route))
        page.goto(place)
        page.get_by_role("button", name="Play").click()
        plays_at(page, 0.5)
        outside.submit(replace_by, film, folder).result()  # not in the browser's event loop, which Django minds
        replaced = True
        for route in later:
            route.continue_()
        page.keyboard.press("9")
        plays_at(page, 54.2)
        page.evaluate(f"{VIDEO}.playbackRate = 4")
        becomes(page, f"{VIDEO}.currentTime >= 59.5")
        assert revisions(film, asked) == {"1"}
        asked.clear()
        page.reload()
        page.get_by_role("button", name="Play").click()
        plays_at(page, 0.5)
        assert "2" in revisions(film, asked)  # the page before may have had a last word


def revisions(film: Video, asked: list[str]) -> set[str]:
    """Those of which bytes were asked for."""
    return {url.partition(f"{film.hexkey}/")[2].partition("/")[0] for url in asked if url.endswith(".m4s")}


def replace_by(film: Video, folder: Path) -> None:
    """Another revision takes the place of the one that is played."""
    try:
        before = Video.objects.get(pk=film.pk).current
        assert before
        made = Revision.objects.create(
            video=film,
            number=2,
            duration=before.duration,
            width=1280,
            height=720,
            created_at=clock.now(),
            complete_at=clock.now(),
        )
        Video.objects.filter(pk=film.pk).update(current=made)
        played.put(Video.objects.get(pk=film.pk), folder, services().objects)
        Revision.objects.filter(pk=before.pk).update(retired_at=clock.now())
    finally:
        connection.close()


def test_a_site_that_is_allowed_shows_the_player_without_a_cookie_and_another_is_refused_by_the_browser(
    opened: Opened, film: Video, live_server: LiveServer
) -> None:
    Collection.objects.filter(pk=film.collection_id).update(embed_domains=["course.example.org"])
    link = sharing.share(video=film, by=film.collection.owner, at=clock.now(), expires_at=None)
    address = f"{live_server.url}/videos/{film.hexkey}/embed/?share={sharing.token(link)}"
    course = f'<!doctype html><title>Course</title><iframe src="{address}" width="800" height="600"></iframe>'
    sent: list[Request] = []
    with opened(permissions=["local-network-access"]) as page:  # which a site elsewhere needs to show this machine
        page.route("https://*.example.*/", lambda route: route.fulfill(body=course, content_type="text/html"))
        page.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - as above
        with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            page.goto("https://elsewhere.example.net/")
        expect(page.frame_locator("iframe").locator("video")).to_have_count(0)
        page.goto("https://course.example.org/")
        inside = page.frame_locator("iframe")
        inside.get_by_role("button", name="Play").click()
        expect(inside.get_by_role("button", name="Pause")).to_be_visible()
        expect(inside.locator(".player-time")).to_contain_text("0:01")
        assert [one.url for one in sent if "cookie" in one.all_headers()] == []

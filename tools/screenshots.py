"""Take the pictures of docs/images from a fresh demo: `python tools/screenshots.py`, with Chromium installed."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from learnstead.config.feeds.routes import Route
from learnstead.config.feeds.server import serving

CHECKOUT = Path(__file__).parents[1]
IMAGES = CHECKOUT / "docs" / "images"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 1280, "height": 800}
SITE = "env-210-rivers-and-cities-urban-hydrology-in-practice-fall-2025"
PAGE = "Field Study"
MISTAKE = "\n\n{{< figur src=brook.svg >}}\n"
LARGEST = 200_000
HELD = "mit_climate"
WITNESSES = ("ice", "mud", "a tree ring", "a coral", "a harvest diary", "a lake", "a cave", "an old photograph")
PORT = "8471"


def main() -> None:
    """Start the demo, take every picture, stop it."""
    with tempfile.TemporaryDirectory(prefix="ls-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's service user passes through when we are root
        data = Path(folder) / "data"
        environment = {**os.environ, "LEARNSTEAD_DATA": str(data)}
        learnstead = [sys.executable, "-m", "learnstead"]
        subprocess.run([*learnstead, "up", "--detach", "--no-dagster", "--port", PORT], check=True, env=environment)
        try:
            _hold_a_feed([*learnstead, "source", "run", HELD], environment)
            url = json.loads((data / "up.json").read_text())["url"]
            _take_all(url, json.loads((data / "install.json").read_text())["demo_password"])
        finally:
            subprocess.run([*learnstead, "down"], check=True, env=environment)


def _hold_a_feed(run: list[str], environment: dict[str, str]) -> None:
    """Bring one feed, then most of it is missing, and the other feed of the source is away."""
    articles = [
        {"uuid": f"w-{number}", "title": f"What {what} tells us", "url": f"/explainers/{number}", "topics": ""}
        for number, what in enumerate(WITNESSES)
    ]
    questions = [{**one, "uuid": f"q-{one['uuid']}"} for one in articles]
    for explainers, asked in ((articles, {"json": questions}), (articles[:3], {"status": 503, "text": "away"})):
        answers = {"explainers": {"json": explainers}, "ask-mit-climate": asked}
        feeds = [
            Route(Path(), {"host": "climate.mit.edu", "path": f"/feeds/{name}", **answer})
            for name, answer in answers.items()
        ]
        with serving(feeds) as world:
            subprocess.run([*run, "--replay", world.url], check=False, env=environment)


def _take_all(url: str, password: str) -> None:
    program = next(found for name in PROGRAMS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, base_url=url, reduced_motion="reduce")  # type: ignore[arg-type]
        _learner(page)
        _author(page, password)
        _administrator(page, password)
        browser.close()


def _learner(page: Page) -> None:
    _take(page, "home", "/")
    _take(page, "search", "/search/?q=flood")
    _take(page, "course", f"/courses/{SITE}/")


def _sign_in(page: Page, name: str, password: str) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.fill("#name", name)
    page.fill("#password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def _administrator(page: Page, password: str) -> None:
    """The console: what is fresh, what is held and stale, the difference, and where a record came from."""
    _sign_in(page, "sam", password)
    _take(page, "console", "/data/")
    _take(page, "console-stale", f"/data/{HELD}/")
    page.get_by_role("link", name="See the difference and decide").click()
    _take(page, "console-held")
    page.goto("/data/podcast/")
    for step in ("releases", "records"):
        page.locator(f'main [href*="/{step}/"]').first.click()
    _take(page, "console-record")


def _author(page: Page, password: str) -> None:
    _sign_in(page, "ada", password)
    page.goto(f"/studio/{SITE}/collections/page/?q={PAGE}")
    page.locator("main").get_by_role("link", name=PAGE, exact=True).first.click()
    editor = page.url
    page.frame_locator("iframe:not(.arriving)").get_by_role("heading", name=PAGE).wait_for()
    page.get_by_text("Body", exact=True).first.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 420)")
    _take(page, "editor")
    _publish_a_mistake(page, editor)
    _take(page, "build-failure")


def _publish_a_mistake(page: Page, editor: str) -> None:
    """Without script the text area itself is in the form."""
    plain = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=editor
    )
    form = plain.new_page()
    form.goto(editor)
    body = form.locator("textarea[name='f.body']")
    body.fill(body.input_value() + MISTAKE)
    form.get_by_role("button", name="Save", exact=True).click()
    plain.close()
    page.goto(f"/studio/{SITE}/builds/")
    page.locator("form[action$='/publish/'] button").first.click()
    page.get_by_text("failed", exact=False).first.wait_for(timeout=60_000)
    page.get_by_text(MISTAKE.strip()).first.wait_for(timeout=60_000)


def _take(page: Page, name: str, address: str = "") -> None:
    if address:
        page.goto(address)
    page.wait_for_load_state("networkidle")
    IMAGES.mkdir(exist_ok=True)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        sys.exit(f"{path} has {path.stat().st_size} bytes, more than {LARGEST}; show less of the page")
    print(f"{path.relative_to(CHECKOUT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()

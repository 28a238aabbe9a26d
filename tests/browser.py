"""Chromium for the tests that look at pages as a reader does, and axe to judge them."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

# The rules of axe that depend on the light a page is shown in.
OF_COLOURS = ("color-contrast", "link-in-text-block")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# Colours on their way from one to another are nobody's choice.
SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished))"""
# What a page does within a second takes many beside the tests of a second worker.
expect.set_options(timeout=60_000)
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; skips the test when there is none."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder of files on a free port of this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def violations(page: Page, *rules: str) -> list[tuple[str, str]]:
    """What axe finds wrong with a page, by some rules or by all: the rule and the first place.

    Skips without axe. The page needs ``bypass_csp``.
    """
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci)")
    page.evaluate(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE))
    asked = {"resultTypes": ["violations"], "preload": False, **({"runOnly": list(rules)} if rules else {})}
    found: list[dict[str, Any]] = page.evaluate("asked => axe.run(document, asked)", asked)["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Say nothing."""

"""A course of a learning platform on another site shows our pages in a frame, in Chromium, without a cookie of ours."""

import dataclasses
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from learnstead.ports import services as installed
from learnstead.ports.services import services
from learnstead.video.domain.lti.launches import LINKING
from tests.browser import chromium
from tests.vendor_server import Answer, Asked, serving
from tests.video import cast
from tests.video.lti.fake_platform import CLIENT_ID, FakePlatform, choosing, link_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@dataclass
class Campus(FakePlatform):
    """A platform with pages: a course with a frame, the sign-in that posts the message, and where choices go.

    ``home`` is its own address, ``ours`` that of Learnstead.
    """

    home: str = ""
    ours: str = ""
    claims: Any = None

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/course":
            begin = f"{self.ours}/lti/login/?iss={self.home}&client_id={CLIENT_ID}&login_hint=42"
            return _html(f'<iframe name="tool" src="{begin}" width="900" height="560" allow="fullscreen"></iframe>')
        if asked.path == "/auth":
            token = self.message(asked.query["nonce"], iss=self.home, iat=int(time.time()), **self.claims)
            fields = {"state": asked.query["state"], "id_token": token}
            inputs = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in fields.items())
            send = "<script>document.forms[0].submit()</script>"
            return _html(f'<form method="post" action="{asked.query["redirect_uri"]}">{inputs}</form>{send}')
        if asked.path == "/return":
            return _html(f"<p>Chosen: {len(asked.form.get('JWT', '').split('.'))} parts</p>")
        return super().answer(asked)


def _html(body: str) -> Answer:
    return 200, {"content-type": "text/html; charset=utf-8"}, f"<!doctype html><title>Course</title>{body}".encode()


@pytest.fixture
def campus(live_server) -> Iterator[Campus]:
    """Another site than ours, for a browser: localhost and not 127.0.0.1."""
    before = services()
    ours = live_server.url.replace("localhost", "127.0.0.1")
    installed.install(dataclasses.replace(before, url=ours))
    with serving(Campus(ours=ours)) as one:
        one.home = one.url.replace("127.0.0.1", "localhost")
        yield one
    installed.install(before)


def test_a_teacher_chooses_in_a_frame_and_a_learner_watches_in_one(campus):
    lectures = cast.collection(cast.person("ada"))
    campus.register(issuer=campus.home, login_url=f"{campus.home}/auth").collections.add(lectures)
    tides = cast.video(lectures, title="Tides")
    learner, teacher = link_to(tides), choosing(several=False)
    teacher[f"{LINKING}deep_linking_settings"]["deep_link_return_url"] = f"{campus.home}/return"
    with chromium() as browser:
        page = browser.new_page()
        problems: list[str] = []
        page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
        campus.claims = teacher
        page.goto(f"{campus.home}/course")
        frame = page.frame_locator("iframe")
        frame.get_by_label("Tides").check()
        frame.get_by_role("button", name="Use in the course").click()
        frame.get_by_role("button", name="Add to the course").click()
        expect(frame.get_by_text("Chosen: 3 parts")).to_be_visible()
        campus.claims = learner
        page.goto(f"{campus.home}/course")
        expect(frame.locator("[data-player] video")).to_have_attribute("aria-label", "Tides")
        assert [cookie for cookie in page.context.cookies() if "127.0.0.1" in cookie["domain"]] == []
        assert problems == []

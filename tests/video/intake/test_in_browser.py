"""Bringing files in a browser: many at once, stopped, gone on with, cancelled, and when the connection breaks."""

import socket

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from learnstead.video.models import Incoming, Video
from tests.browser import chromium, violations
from tests.video.intake.conftest import FILM, SIZE
from tests.video.intake.test_tus import said

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BIG = 12 * 2**20


@pytest.fixture
def key(ada):
    """Ada's session; taken before there is a browser, for Django minds its event loop."""
    client = Client()
    client.force_login(ada)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def address(collection, live_server):
    return f"{live_server.url}/collections/{collection.hexkey}/upload/"


@pytest.fixture
def films(tmp_path):
    for name, size in (("river.mp4", 1000), ("lake.mp4", 2000), ("sea.mp4", BIG)):
        (tmp_path / name).write_bytes(FILM[:4] + bytes(size))
    return tmp_path


def settled():
    """Asked outside the browser's event loop."""
    return sorted(Incoming.objects.values_list("name", "state", "received"))


def test_files_are_brought_paused_resumed_and_cancelled(live_server, address, key, films):
    with chromium() as browser:
        context = browser.new_context(bypass_csp=True, color_scheme="dark")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        page = context.new_page()
        page.goto(address)
        cut = []

        def once_cut(route):
            if route.request.method == "PATCH" and not cut:
                cut.append(route.request.url)
                return route.abort()
            return route.continue_()

        page.route("**/videos/uploads/*", once_cut)
        page.locator("#files").set_input_files([films / "river.mp4", films / "lake.mp4"])
        expect(page.locator(".uploads .said").filter(has_text="Here.")).to_have_count(2, timeout=30_000)
        assert cut

        page.unroute("**/videos/uploads/*")

        def never_answered(route):
            pass

        page.route("**/videos/uploads/*", never_answered)
        page.locator("#files").set_input_files(films / "sea.mp4")
        pause = page.get_by_role("button", name="Pause: sea.mp4")
        pause.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".uploads .said").last).to_contain_text("Paused")
        assert violations(page) == []
        page.unroute("**/videos/uploads/*")
        page.get_by_role("button", name="Go on: sea.mp4").press("Space")
        expect(page.locator(".uploads .said").filter(has_text="Here.")).to_have_count(3, timeout=30_000)
        page.locator("#files").set_input_files({"name": "x.mp4", "mimeType": "video/mp4", "buffer": b""})
        expect(page.locator(".uploads .failed .said")).to_contain_text("is empty")
        page.get_by_role("button", name="Cancel: x.mp4").press("Enter")
        expect(page.locator(".uploads li")).to_have_count(3)
        page.set_viewport_size({"width": 360, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert settled() == [("lake.mp4", "arrived", 2004), ("river.mp4", "arrived", 1004), ("sea.mp4", "arrived", BIG + 4)]
    assert Video.objects.count() == 3


def test_a_connection_that_is_cut_in_a_piece_loses_no_byte_that_came(live_server, key, collection):
    browser = Client(headers={"Tus-Resumable": "1.0.0"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    given = {"Upload-Length": str(SIZE), "Upload-Metadata": said(collection=collection.hexkey)}
    place = browser.generic("POST", "/videos/uploads/", headers=given)["Location"]
    token = "x" * 32
    head = (
        f"PATCH {place} HTTP/1.1\r\nHost: {live_server.thread.host}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={key}; csrftoken={token}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {SIZE}\r\n\r\n"
    )
    with socket.create_connection((live_server.thread.host, live_server.thread.port)) as connection:
        connection.sendall(head.encode() + FILM[:400])
        connection.shutdown(socket.SHUT_WR)
        assert b" 204 " in connection.recv(200)
    assert browser.generic("HEAD", place)["Upload-Offset"] == "400"
    stream = "application/offset+octet-stream"
    rest = browser.generic("PATCH", place, FILM[400:], content_type=stream, headers={"Upload-Offset": "400"})
    assert rest["Upload-Offset"] == str(SIZE)

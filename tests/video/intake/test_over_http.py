"""Uploads to the product's own web server, through real sockets: it is killed, and its disk is full."""

import http.client
import os
import resource
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import quote

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from learnstead.config.supervisor.addresses import free_port
from learnstead.ports.services import services
from learnstead.video.models import Incoming
from tests import installation
from tests.video.intake.test_tus import STREAM, said

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 120.0
FILM = os.urandom(3 * 2**20)
HALF = len(FILM) // 2


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    """As ``learnstead up`` starts it, with one process that does the work, on the tests' database."""
    with django_db_blocker.unblock():
        found = connection.get_connection_params()
    address = f"postgresql://{found.get('user', '')}@/{found['dbname']}?host={quote(found.get('host', ''))}"
    given = {**os.environ, **installation.environment(), "DATABASE_URL": address}
    given["DJANGO_SETTINGS_MODULE"] = "learnstead.config.settings"
    port = free_port("127.0.0.1", 8500)
    how = ["--interface", "wsgi", "--port", str(port), "--blocking-threads", "4", "--respawn-failed-workers"]
    command = [
        sys.executable,
        "-m",
        "granian",
        *how,
        "--workers-kill-timeout",
        "1",
        "learnstead.config.wsgi:application",
    ]
    with subprocess.Popen(command, env=given, stderr=subprocess.DEVNULL) as process:
        try:
            yield Server(process.pid, port)
        finally:
            process.terminate()


class Server:
    def __init__(self, pid, port):
        self.pid, self.port = pid, port

    @property
    def worker(self):
        """The process that answers; granian's parent starts another when it dies."""
        return psutil.Process(self.pid).children()[0]

    def ask(self, method, path, body=None, **headers):
        """Patiently: it may be starting, and refuse connections."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.ask_once(method, path, body, **headers)
            except OSError:
                assert time.monotonic() < until, "no server"
                time.sleep(0.05)

    def ask_once(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self.said(headers), encode_chunked=not isinstance(body, bytes))
            answer = connection.getresponse()
            answer.text = answer.read().decode()
            return answer
        finally:
            connection.close()

    def said(self, headers):
        return self.who | {name.replace("_", "-"): str(value) for name, value in headers.items()}


@pytest.fixture
def site(server, ada, collection):
    browser, token = Client(), "x" * 32
    browser.force_login(ada)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    server.who = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
        "Tus-Resumable": "1.0.0",
        "Upload-Metadata": said(collection=collection.hexkey, filename="river.mp4"),
    }
    yield server
    for incoming in Incoming.objects.all():
        services().objects.delete(f"video/incoming/{incoming.pk.hex}")


def begun(site, **headers):
    answer = site.ask("POST", "/videos/uploads/", **(headers or {"Upload_Length": len(FILM)}))
    assert answer.status == 201, answer.text
    return answer.headers["Location"]


def add(site, place, body, offset, **headers):
    return site.ask_once("PATCH", place, body, Content_Type=STREAM, Upload_Offset=offset, **headers)


def kept(place):
    """The bytes that a worker would find."""
    incoming = Incoming.objects.get(pk=place.rpartition("/")[2])
    return b"".join(services().objects.get(part.key) for part in incoming.parts.order_by("start"))


def test_an_upload_goes_on_at_once_when_the_server_was_killed_in_the_middle(site):
    place = begun(site)
    assert add(site, place, FILM[:1000], 0).status == 204
    with socket.create_connection(("127.0.0.1", site.port)) as sender:
        before = unfinished()
        lines = site.said({"Content-Type": STREAM, "Upload-Offset": 1000, "Content-Length": len(FILM) - 1000})
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        sender.sendall(f"PATCH {place} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode() + FILM[1000:HALF])
        until = time.monotonic() + PATIENCE
        while unfinished() <= before:
            assert time.monotonic() < until, "it does not read"
            time.sleep(0.01)
        site.worker.kill()
    where = site.ask("HEAD", place)
    assert (where.status, where.headers["Upload-Offset"]) == (200, "1000")
    answer = add(site, place, FILM[1000:], 1000)
    assert (answer.status, answer.text) == (204, "")
    assert kept(place) == FILM
    assert Incoming.objects.get().state == "arrived"


def unfinished():
    """Bytes of what is being written to the store."""
    return sum(path.stat().st_size for path in (installation.DATA / "objects" / ".incoming").glob("*"))


def test_a_full_disk_is_said_and_what_was_acknowledged_is_kept(site):
    place = begun(site)
    assert add(site, place, FILM[:1000], 0).status == 204
    worker = site.worker.pid
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (2**20, resource.RLIM_INFINITY))
    try:
        full = add(site, place, FILM[1000:], 1000)
    finally:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert (full.status, "disk is full" in full.text) == (507, True)
    assert site.ask("HEAD", place).headers["Upload-Offset"] == "1000"
    assert add(site, place, FILM[1000:], 1000).status == 204
    assert kept(place) == FILM


def test_who_sends_in_chunks_need_not_know_how_long_a_piece_is(site):
    place = begun(site)
    chunks = (FILM[start : start + 100_000] for start in range(0, HALF, 100_000))
    first = add(site, place, chunks, 0, Transfer_Encoding="chunked")
    assert first.status == 204
    there = int(first.headers["Upload-Offset"])
    assert there >= HALF
    assert add(site, place, iter([FILM[there:], b"too much"]), there, Transfer_Encoding="chunked").status == 204
    assert kept(place) == FILM
    endless = begun(site, Upload_Defer_Length=1)
    assert add(site, endless, iter([b"film"]), 0, Transfer_Encoding="chunked").status == 411


def test_more_files_at_once_than_there_are_turns_all_arrive(site):
    def sent(number):
        film, offset = bytes([number]) + FILM[:HALF], 0
        place = begun(site, Upload_Length=len(film))
        while offset < len(film):
            with suppress(OSError):  # who is sent away in the middle of sending may hear of a broken line
                answer = add(site, place, film[offset : offset + 2**19], offset)
                assert answer.status in {204, 423}, answer.text
            offset = int(site.ask("HEAD", place).headers["Upload-Offset"])
        return place, film

    with ThreadPoolExecutor(5) as people:
        films = dict(people.map(sent, range(5)))
    assert all(kept(place) == film for place, film in films.items())

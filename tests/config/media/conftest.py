"""One folder of objects behind granian with our code, as files and as any store, and behind nginx with our file."""

import http.client
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from learnstead.adapters.delivery.own_paths import OwnPaths
from learnstead.adapters.delivery.path_token import PathTokens
from learnstead.adapters.objects.folder import FolderStore
from learnstead.config.media.nginx import configuration
from learnstead.config.supervisor.addresses import free_port
from learnstead.kernel import clock
from learnstead.ports.delivery import RevisionFiles

ROOT = Path(__file__).resolve().parents[3]
KEYS = ("the-key-that-signs-new-addresses", "the-older-key-that-still-vouches")
SECRET, OTHER, PUBLIC = "5ec4e7" + "0" * 26, "07e4" + "0" * 28, "9b11c" + "0" * 27
BIG = bytes(range(256)) * 12_000  # three pieces and a bit
FILES = {
    "master.m3u8": b"#EXTM3U\n720p/index.m3u8\n",
    "720p/index.m3u8": b"#EXTM3U\n00000.m4s\n",
    "720p/init.mp4": b"init",
    "720p/00000.m4s": b"0123456789",
    "captions/en-1.vtt": b"WEBVTT\n",
    "poster.jpg": b"jpeg",
    "download.mp4": BIG,
}
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; include {folder}/media.conf; location / {{ proxy_pass {upstream}; }} }}
}}
"""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """One server on a port of this machine; ``ask`` sends a path as it is, however strange."""

    name: str
    port: int

    def ask(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            known = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, known, answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("objects")
    store = FolderStore(folder)
    for video, numbers in ((SECRET, (1,)), (OTHER, (1,)), (PUBLIC, (2, 3))):
        for number in numbers:
            for name, data in FILES.items():
                store.put(f"video/delivery/{video}/{number}/{name}", data)
        store.put(f"video/originals/{video}/1/source.mov", b"original")
    store.put(f"video/public/{PUBLIC}", b"3")
    store.put(f"video/work/{SECRET}/1/half.mp4", b"unfinished")
    store.put("releases/secret", b"not a video")
    return folder


@pytest.fixture(scope="session")
def signer(folder):
    return OwnPaths(PathTokens(KEYS), FolderStore(folder))


@pytest.fixture(scope="session")
def base(signer):
    """The folder of the protected video, as somebody who may watch it addresses it."""
    return base_of(signer, SECRET)


def base_of(signer, video, *, ago=timedelta(0)):
    files = RevisionFiles(video, 1, 10.0, public=False)
    return signer.playback(files, viewer="vera", at=clock.now() - ago).hls_url.removesuffix("/master.m3u8")


@pytest.fixture(scope="session")
def application(folder, tmp_path_factory):
    yield from started(folder, tmp_path_factory, shelf="folder")


@pytest.fixture(scope="session")
def store(folder, tmp_path_factory):
    yield from started(folder, tmp_path_factory, shelf="store")


def started(folder, tmp_path_factory, *, shelf):
    port = free_port("127.0.0.1", 8600)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--blocking-threads", "10", "tests.config.media.bytes_server:application"]
    environment = {**os.environ, "OBJECTS": str(folder), "MEDIA_KEYS": " ".join(KEYS), "PYTHONPATH": str(ROOT)}
    environment["SHELF"] = shelf
    with (tmp_path_factory.mktemp("granian") / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield from running(Server(shelf, port), process)


@pytest.fixture(scope="session")
def nginx(folder, application, tmp_path_factory):
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("nginx is not installed (apt-get install nginx)")
    home, port = tmp_path_factory.mktemp("nginx"), free_port("127.0.0.1", 8700)
    upstream = f"http://127.0.0.1:{application.port}"
    (home / "media.conf").write_text(configuration(objects=folder, key=KEYS[0], upstream=upstream))
    user = "user root;" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(NGINX.format(folder=home, port=port, user=user, upstream=upstream))
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([program, "-p", home, "-c", home / "nginx.conf"], stdout=log, stderr=log)
    yield from running(Server("nginx", port), process)


@pytest.fixture(scope="session", params=["application", "store", "nginx"])
def server(request):
    return request.getfixturevalue(request.param)


def running(server, process):
    try:
        for _ in range(200):
            try:
                server.ask("/media/x")
            except OSError:
                assert process.poll() is None, f"{server.name} did not start"
                time.sleep(0.05)
            else:
                break
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)

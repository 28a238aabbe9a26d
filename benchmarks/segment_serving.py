"""How many segments a second the web application serves, each with its token checked.

    .venv/bin/python benchmarks/segment_serving.py [SECONDS [KIB]]

Needs wrk (apt-get install wrk). One granian with the processes and threads of ``learnstead up``, the whole application
behind the byte server; a hundred segments of 64 KiB unless said, 32 connections. In turn: with a token; public; the
baseline, a WSGI application in a granian of its own that opens the file a path names and sends it, without looking at
anything; nginx with our configuration where it is installed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from learnstead.adapters.delivery.own_paths import OwnPaths  # noqa: E402 - found by the line above
from learnstead.adapters.objects.folder import FolderStore  # noqa: E402 - as above
from learnstead.config.delivery import Delivery  # noqa: E402 - as above
from learnstead.config.media.nginx import configuration  # noqa: E402 - as above
from learnstead.config.supervisor.addresses import free_port  # noqa: E402 - as above
from learnstead.config.supervisor.programs import WEB_PROCESSES, WEB_THREADS  # noqa: E402 - as above
from learnstead.ports.delivery import RevisionFiles  # noqa: E402 - as above

SECRET, VIDEO, SEGMENTS, CONNECTIONS = "for this measurement only, long enough", "0123456789abcdef" * 2, 100, 32
OPEN_SERVER = """
import os
def application(environ, start_response):
    with open(os.environ["FOLDER"] + environ["PATH_INFO"], "rb") as file:
        data = file.read()
    start_response("200 OK", [("Content-Length", str(len(data)))])
    return [data]
"""
NGINX = """
daemon off; pid {home}/pid; error_log {home}/log; worker_processes 2; {user}
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; client_body_temp_path {home}/b; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f;
  uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
  server {{ listen 127.0.0.1:{port}; include {home}/media.conf; }}
}}
"""


def main() -> None:
    """Measure each in turn, twice."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    size = 1024 * (int(sys.argv[2]) if len(sys.argv) > 2 else 64)  # noqa: PLR2004 - the second argument
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed (apt-get install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        token, public = prepare(home, size)
        walk = home / "walk.lua"
        print(f"{size // 1024} KiB a segment, {WEB_PROCESSES} processes of {WEB_THREADS} threads")
        print(f"load before: {os.getloadavg()[0]:.1f}")
        for _ in range(2):
            with granian("learnstead.config.wsgi:application", home) as port:
                ours = rate(port, token, seconds, walk)
                print(f"with a token   {ours:8.0f} a second")
                print(f"public         {rate(port, public, seconds, walk):8.0f}")
            with granian("open_server:application", home) as port:
                base = rate(port, f"/objects/video/delivery/{VIDEO}/1/", seconds, walk)
                print(f"open files     {base:8.0f}   with a token is {ours / base:.2f} of it")
            if shutil.which("nginx"):
                with nginx(home) as port:
                    print(f"nginx          {rate(port, token, seconds, walk):8.0f}   with a token")


def prepare(home: Path, size: int) -> tuple[str, str]:
    """Make the segments; the protected and the public address of their folder."""
    store = FolderStore(home / "objects")
    for number in range(SEGMENTS):
        store.put(f"video/delivery/{VIDEO}/1/{number}.m4s", os.urandom(size))
    store.put(f"video/public/{VIDEO}", b"1")
    (home / "open_server.py").write_text(OPEN_SERVER)
    (home / "walk.lua").write_text(
        "local at = 0\nrequest = function()\n  at = at + 1\n"
        f'  return wrk.format("GET", wrk.path .. (at % {SEGMENTS}) .. ".m4s")\nend\n'
    )
    signer = OwnPaths(Delivery.of({}, secret_key=SECRET).tokens, store)
    given = signer.playback(RevisionFiles(VIDEO, 1, 60.0, public=False), viewer="wrk", at=datetime.now(UTC))
    return given.hls_url.removesuffix("master.m3u8"), f"/media/v/{VIDEO}/1/"


@contextmanager
def granian(application: str, home: Path) -> Iterator[int]:
    """A server as ``learnstead up`` starts it; its port."""
    port = free_port("127.0.0.1", 8900)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS), application]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{home}:{ROOT / 'src'}",
        "FOLDER": str(home),
        "LEARNSTEAD_DATA": str(home),
        "LEARNSTEAD_SECRET_KEY": SECRET,
        "LEARNSTEAD_WEBHOOK_KEYS": "whsec_b25l",
        "DATABASE_URL": "postgresql://nowhere.invalid/none",
    }
    yield from started(
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), port
    )


@contextmanager
def nginx(home: Path) -> Iterator[int]:
    """Nginx with our configuration; its port."""
    port = free_port("127.0.0.1", 8950)
    key = Delivery.of({}, secret_key=SECRET).keys[0]
    (home / "media.conf").write_text(configuration(objects=home / "objects", key=key, upstream="http://127.0.0.1:9"))
    (home / "nginx.conf").write_text(NGINX.format(home=home, port=port, user="user root;" if not os.geteuid() else ""))
    yield from started(subprocess.Popen(["nginx", "-p", home, "-c", home / "nginx.conf"]), port)


def started(process: subprocess.Popen[bytes], port: int) -> Iterator[int]:
    """Wait until it answers; end it afterwards."""
    try:
        for _ in range(600):
            try:
                HTTPConnection("127.0.0.1", port, timeout=1).connect()
            except OSError:
                time.sleep(0.1)
            else:
                break
        time.sleep(3)  # the second process loads the application, too
        yield port
    finally:
        process.terminate()
        process.wait()


def rate(port: int, folder: str, seconds: int, script: Path) -> float:
    """Requests a second, all of which must be answered with bytes."""
    url = f"http://127.0.0.1:{port}{folder}"
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script, url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found.group(1)) if found else 0.0


if __name__ == "__main__":
    main()

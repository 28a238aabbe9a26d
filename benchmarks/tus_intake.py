"""How fast a file comes in by tus in pieces of 5 MB, beside one plain PUT through the same server; and its memory.

    .venv/bin/python benchmarks/tus_intake.py [GIGABYTES [ROUNDS]]

Two gigabytes unless said, by turns, each through granian as ``learnstead up`` starts it, with a PostgreSQL that writes
its log through to the disk. The pieces carry no checksum in the first way of tus, and SHA-256 in the second. The
budget is 0.7 times the plain PUT's throughput, and memory that does not grow with the file.

The clock runs until the file is on the disk and that is answered. What was sent is then removed and the disk left
alone, whichever way it came: hundreds of files take longer to remove than one, and a PUT that replaces another's file
removes that. The first round does not count: in it, a virtual machine may have to fetch the memory for the file's pages
from its host, which costs whoever comes first three times as much as all the rest.
"""

import base64
import hashlib
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from learnstead.adapters.postgres import Cluster, find_binaries  # noqa: E402 - found by the line above
from learnstead.config.supervisor.addresses import free_port  # noqa: E402 - as above

Remove = Callable[[], None]
PIECE, BLOCK = 5 * 2**20, os.urandom(5 * 2**20)
BUDGET = 0.7
DIGEST = base64.b64encode(hashlib.sha256(BLOCK).digest()).decode()


class Taken(NamedTuple):
    """Seconds by the clock, and of computing in the web server and in PostgreSQL."""

    seconds: float
    web: float
    database: float


def main() -> None:
    """Measure, and print a table."""
    size = int(float(sys.argv[1] if len(sys.argv) > 1 else 2) * 1e9) // PIECE * PIECE
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3  # noqa: PLR2004 - the second argument
    with installation() as (address, headers, server, database):
        ways: dict[str, Callable[[], Remove]] = {
            "plain PUT": lambda: put(address, size),
            "tus": lambda: tus(address, headers, size, {}),
            "tus, SHA-256": lambda: tus(address, headers, size, {"Upload-Checksum": f"sha256 {DIGEST}"}),
        }
        for send in ways.values():
            measured(send, server, database)
        before = memory(server)
        taken: dict[str, list[Taken]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, send in ways.items():
                taken[name].append(measured(send, server, database))
                rate, each = size / taken[name][-1].seconds / 1e6, memory(server) / 1e6
                print(f"{name}: {rate:.0f} MB/s, memory {each:.0f} MB", flush=True)
        print(f"{size / 1e9:.2f} GB, {rounds} rounds; MB/s; of plain PUT's in the same round; CPU seconds per GB")
        for name, each_time in taken.items():
            print(row(name, each_time, taken["plain PUT"], size))
        print(f"memory of the server: {before / 1e6:.0f} MB before, {memory(server) / 1e6:.0f} MB after")
        print(f"the most that one of its processes ever had: {peak(server) / 1e6:.0f} MB")
        ratio = statistics.median(ratios(taken["tus"], taken["plain PUT"]))
        print("within budget" if ratio >= BUDGET else "OVER BUDGET")


def measured(send: Callable[[], Remove], server: psutil.Process, database: psutil.Process) -> "Taken":
    """What it takes to send a file, which is then removed."""
    started, web, sql = time.monotonic(), computed(server), computed(database)
    remove = send()
    taken = Taken(time.monotonic() - started, computed(server) - web, computed(database) - sql)
    remove()
    os.sync()
    return taken


def computed(process: psutil.Process) -> float:
    """CPU seconds of a process and of those it started."""
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def ratios(these: list["Taken"], plain: list["Taken"]) -> list[float]:
    """Their throughput beside that of the plain PUT of the same round: the machine is never the same for long."""
    return [other.seconds / one.seconds for one, other in zip(these, plain, strict=True)]


def row(name: str, each: list["Taken"], plain: list["Taken"], size: int) -> str:
    """The middle of all rounds."""
    rates = [size / one.seconds / 1e6 for one in each]
    beside = " ".join(f"{one:.2f}" for one in ratios(each, plain))
    web = statistics.median(one.web for one in each) / size * 1e9
    sql = statistics.median(one.database for one in each) / size * 1e9
    words = f"{name:14} {statistics.median(rates):5.0f} MB/s  {statistics.median(ratios(each, plain)):5.2f} ({beside})"
    return f"{words}  web {web:.2f} s/GB, database {sql:.2f} s/GB"


def put(address: str, size: int) -> Remove:
    """The whole file in one request."""
    connection = http.client.HTTPConnection(address)
    blocks = (BLOCK for _ in range(size // PIECE))
    connection.request("PUT", "/plain", body=blocks, headers={"Content-Length": str(size)})
    must_be(connection.getresponse(), 204)
    return lambda: remove(connection, "/plain", {})


def tus(address: str, headers: Mapping[str, str], size: int, more: Mapping[str, str]) -> Remove:
    """In pieces over one connection, flushed with the last."""
    connection = http.client.HTTPConnection(address)
    connection.request("POST", "/videos/uploads/", headers={**headers, "Upload-Length": str(size)})
    place = must_be(connection.getresponse(), 201)["Location"]
    stream = {"Content-Type": "application/offset+octet-stream"}
    for offset in range(0, size, PIECE):
        connection.request("PATCH", place, BLOCK, {**headers, **stream, **more, "Upload-Offset": str(offset)})
        must_be(connection.getresponse(), 204)
    return lambda: remove(connection, place, headers)


def remove(connection: http.client.HTTPConnection, place: str, headers: Mapping[str, str]) -> None:
    """What was sent."""
    connection.request("DELETE", place, headers=dict(headers))
    must_be(connection.getresponse(), 204)
    connection.close()


def must_be(answer: http.client.HTTPResponse, status: int) -> http.client.HTTPMessage:
    """The headers of an answer, if it is the expected one."""
    words = answer.read()
    if answer.status != status:
        sys.exit(f"the server answered {answer.status}: {words[:300]!r}")
    return answer.headers


@contextmanager
def installation() -> Iterator[tuple[str, Mapping[str, str], psutil.Process, psutil.Process]]:
    """A server of our own, somebody who is signed in, and a collection of theirs."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as name:
        folder = Path(name)
        folder.chmod(0o711)
        cluster = Cluster.at(folder / "postgres", binaries=find_binaries(""), durable=True)
        cluster.start()
        port = free_port("127.0.0.1", 8900)
        given = environment(cluster, folder, port)
        os.environ.update(given)
        headers = signed_in()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
        command += [
            "--blocking-threads",
            "4",
            "--workers-kill-timeout",
            "2",
            "--log-level",
            "warning",
            "benchmarks.plain_put:application",
        ]
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"})
        try:
            wait(port)
            postmaster = psutil.Process(int((cluster.place.data / "postmaster.pid").read_text().split()[0]))
            yield f"127.0.0.1:{port}", headers, psutil.Process(server.pid), postmaster
        finally:
            server.terminate()
            server.wait()
            cluster.stop()


def environment(cluster: Cluster, folder: Path, port: int) -> dict[str, str]:
    """What its processes find in their environment."""
    return {
        "DATABASE_URL": cluster.dsn,
        "DJANGO_SETTINGS_MODULE": "learnstead.config.settings",
        "LEARNSTEAD_DATA": str(folder / "data"),
        "LEARNSTEAD_SECRET_KEY": "a key that only this benchmark knows, and long enough for its purpose",
        "LEARNSTEAD_WEBHOOK_KEYS": "whsec_dGhlIHRlc3RzJyBvd24ga2V5IGZvciBzaWduaW5n",
        "LEARNSTEAD_URL": f"http://127.0.0.1:{port}",
    }


def signed_in() -> Mapping[str, str]:
    """The headers of somebody's browser; the metadata names their collection."""
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django
    from django.test import Client  # noqa: PLC0415 - needs Django

    from learnstead.kernel import clock  # noqa: PLC0415 - needs Django
    from learnstead.people.models import User  # noqa: PLC0415 - needs Django
    from learnstead.video.models import Collection  # noqa: PLC0415 - needs Django

    call_command("migrate", verbosity=0)
    ada, at = User.objects.create_user("ada"), clock.now()
    collection = Collection.objects.create(title="Films", owner=ada, created_at=at, updated_at=at)
    browser = Client()
    browser.force_login(ada)
    token = "x" * 32
    return {
        "Cookie": f"sessionid={browser.cookies['sessionid'].value}; csrftoken={token}",
        "X-CSRFToken": token,
        "Tus-Resumable": "1.0.0",
        "Upload-Metadata": f"collection {base64.b64encode(collection.hexkey.encode()).decode()}",
    }


def wait(port: int) -> None:
    """Until it answers."""
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/healthz")
            answered = connection.getresponse().status
            connection.close()
            if answered == 200:  # noqa: PLR2004 - it is there
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def memory(server: psutil.Process) -> int:
    """Bytes of all its processes."""
    return sum(one.memory_info().rss for one in server.children(recursive=True))


def peak(server: psutil.Process) -> int:
    """The most bytes that one of its processes ever had."""
    lines = [Path(f"/proc/{one.pid}/status").read_text() for one in server.children(recursive=True)]
    return max(int(text.partition("VmHWM:")[2].split()[0]) for text in lines) * 1024


if __name__ == "__main__":
    main()

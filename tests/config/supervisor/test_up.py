import os
import random
import re
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from learnstead.data import registry
from tests.config.supervisor.whole import Whole, environment, eventually, kill, new_folder

pytestmark = pytest.mark.slow
ROUNDS = 6
NOT_RUNNING = 3
JOBS_OF_DAGSTER = "{ repositoriesOrError { ... on RepositoryConnection { nodes { jobs { name } } } } }"
RUN = "import sys; assert sys.version.startswith({version!r}); from learnstead.__main__ import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def running() -> Iterator[Whole]:
    whole = Whole(data=new_folder() / "data", port=free_port())
    started = whole.with_dagster("--no-dagster")
    assert started.returncode == 0, started.stdout + started.stderr
    yield whole
    whole.clear()


@pytest.fixture
def fresh() -> Iterator[Whole]:
    whole = Whole(data=new_folder() / "data", port=free_port())
    yield whole
    whole.clear()


def sign_in(whole: Whole) -> httpx.Response:
    password = re.search(r'"demo_password": "([^"]+)"', (whole.data / "install.json").read_text())
    assert password
    with httpx.Client(base_url=whole.url, timeout=30) as client:
        client.get("/sign-in/")
        form = {"name": "admin", "password": password.group(1), "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        return client.post("/sign-in/", data=form)


def test_everything_runs_and_the_printed_password_opens_the_door(running: Whole) -> None:
    assert running.status()["state"] == "ready"
    assert {"postgres", "web", "worker-1", "encoder"} == set(running.pids())
    assert sign_in(running).status_code == httpx.codes.FOUND


def test_dagster_comes_up_beside_it_knows_every_source_and_goes_down_with_it(fresh: Whole) -> None:
    started = fresh.with_dagster()
    pages = re.search(r"http://127\.0\.0\.1:\d+ \(in some seconds", started.stdout)
    assert pages, started.stdout + started.stderr
    url = pages.group().split()[0]

    def jobs() -> set[str]:
        try:
            answer = httpx.post(f"{url}/graphql", json={"query": JOBS_OF_DAGSTER}, timeout=20).json()
        except httpx.TransportError:
            return set()
        nodes = answer["data"]["repositoriesOrError"].get("nodes", ())
        return {job["name"] for node in nodes for job in node["jobs"]}

    assert set(registry.every()) <= eventually(jobs)
    fresh.run("down")
    eventually(lambda: not fresh.processes())


def test_a_second_start_says_where_the_first_one_is(running: Whole) -> None:
    for more in ((), ("--detach",)):
        second = running.run("up", *more)
        assert second.returncode == 1
        assert running.url in second.stderr
        assert "learnstead down" in second.stderr


def test_children_killed_at_random_are_back_and_lose_nothing(running: Whole) -> None:
    chance = random.Random(20261121)  # noqa: S311 - the same moments each time
    for _ in range(ROUNDS):
        name = chance.choice(["postgres", "web", "worker-1"])
        pid = running.pids()[name]
        kill(pid)
        eventually(lambda name=name, pid=pid: running.pids()[name] not in {pid, None}, patience=15)
        eventually(running.is_whole)
    assert sum(process["restarts"] for process in running.status()["processes"]) >= ROUNDS
    assert sign_in(running).status_code == httpx.codes.FOUND


def test_secrets_and_words_of_processes_are_for_their_owner(running: Whole) -> None:
    files = [path for path in running.data.rglob("*") if path.is_file()]
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def test_ctrl_c_stops_everything_and_the_next_start_finds_everything(fresh: Whole) -> None:
    with fresh.up_in_front() as supervisor:
        eventually(fresh.is_whole)
        supervisor.send_signal(signal.SIGINT)
        said, _ = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 0
    assert said.rstrip().endswith("| Stopped")
    eventually(lambda: not fresh.processes())
    assert fresh.run("status").returncode == NOT_RUNNING
    assert fresh.up().returncode == 0
    assert sign_in(fresh).status_code == httpx.codes.FOUND


@pytest.mark.parametrize("moment", ["install.json", "postgres/data", "logs/web.log"])
def test_a_start_that_is_stopped_half_way_leaves_nothing_running(fresh: Whole, moment: str) -> None:
    with fresh.up_in_front() as supervisor:
        eventually((fresh.data / moment).exists)
        supervisor.send_signal(signal.SIGTERM)
        supervisor.communicate(timeout=60)
    eventually(lambda: not fresh.processes())
    if moment == "postgres/data":
        assert fresh.up().returncode == 0


def test_a_killed_supervisor_takes_its_children_along_and_the_next_one_starts(fresh: Whole) -> None:
    assert fresh.up().returncode == 0
    kill(fresh.status()["pid"])
    if sys.platform == "linux":
        eventually(lambda: not fresh.processes(), patience=20)
    assert fresh.status()["state"] == "killed"
    assert fresh.up().returncode == 0
    assert fresh.run("down").stdout.startswith("Stopped Learnstead at ")
    eventually(lambda: not fresh.processes())  # one that is dying may still be a zombie for a moment


def test_a_taken_port_is_told_and_the_next_one_used(fresh: Whole) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", fresh.port))
        other.listen()
        with fresh.up_in_front() as supervisor:
            assert supervisor.stdout
            said = next(line for line in supervisor.stdout if "is taken" in line)
            supervisor.send_signal(signal.SIGTERM)
            supervisor.communicate(timeout=60)
    used = re.search(rf"Port {fresh.port} is taken by another program; using (\d+)", said)
    assert used
    assert int(used.group(1)) > fresh.port


def test_down_without_anything_running_is_no_error(fresh: Whole) -> None:
    stopped = fresh.run("down")
    assert stopped.returncode == 0
    assert "does not run" in stopped.stdout


def test_root_may_keep_its_data_where_nobody_else_can_go() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root")
    whole = Whole(data=new_folder(mode=0o700) / "data", port=free_port())
    try:
        assert whole.up().returncode == 0
        assert whole.data.parent.stat().st_mode & 0o777 == 0o700
        assert (whole.data / "postgres").readlink().is_relative_to("/var/lib/learnstead")
    finally:
        whole.clear()


@pytest.fixture
def ordinary() -> Iterator[Whole]:
    """An installation of the user ``nobody``, when root runs the tests."""
    if os.geteuid() != 0:
        pytest.skip("every other test here runs as an ordinary user already")
    python = shutil.which("python3", path="/usr/local/bin:/usr/bin")
    site_packages = [path for path in sys.path if "site-packages" in path]
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    data = new_folder(mode=0o777) / "data"
    everything = {**environment(), "PYTHONPATH": ":".join([str(Path("src").resolve()), *site_packages])}
    whole = Whole(
        data=data,
        port=free_port(),
        command=(python or "", "-c", RUN.format(version=wanted)),
        options={"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/", "env": everything},
    )
    if not python or whole.run("status").returncode != NOT_RUNNING:
        whole.clear()
        pytest.skip(f"no Python {wanted} with our packages that an ordinary user may run")
    yield whole
    whole.clear()


def test_an_ordinary_user_runs_everything_as_themselves(ordinary: Whole) -> None:
    started = ordinary.up()
    assert started.returncode == 0, started.stdout + started.stderr
    assert {process.username() for process in ordinary.processes()} == {"nobody"}
    assert ordinary.run("down").returncode == 0

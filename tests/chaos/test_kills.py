"""Workers, PostgreSQL and the author herself, killed at random moments: nothing acknowledged is lost."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from learnstead.adapters.postgres import Cluster, find_binaries

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "15"))
REPOSITORY = Path(__file__).parents[2]
VICTIMS = ("worker", "publisher", "publisher", "postgres", "author")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


class Installation:
    """An installation of its own, with a worker and an author at work in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = Cluster.at(
            folder / "postgres", binaries=find_binaries(os.environ.get("LEARNSTEAD_POSTGRES", "")), durable=True
        )
        self.running: dict[str, subprocess.Popen[str]] = {}

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.cluster.dsn,
            "DJANGO_SETTINGS_MODULE": "learnstead.config.settings",
            "LEARNSTEAD_DATA": str(self.folder / "data"),
            "LEARNSTEAD_SECRET_KEY": "a key that only this test knows, and long enough for its purpose",
            "LEARNSTEAD_WEBHOOK_KEYS": "whsec_dGhlIHRlc3RzJyBvd24ga2V5IGZvciBzaWduaW5n",
            "LEARNSTEAD_URL": "http://127.0.0.1:9",  # nobody listens; telling learn is tried again and again
        }

    def start(self, name: str) -> None:
        commands = {
            "worker": ["-m", "learnstead", "worker", "--concurrency", "2"],
            "author": ["-m", "tests.chaos.author", "write", str(self.folder)],
            "publisher": ["-m", "tests.chaos.author", "publish", str(self.folder)],
        }
        log = (self.folder / f"{name}.log").open("a")
        said = (self.folder / "acknowledged").open("a")
        with log, said:
            self.running[name] = subprocess.Popen(
                [sys.executable, *commands[name]],
                cwd=REPOSITORY,
                env=self.environment(),
                stdout=said if name == "author" else log,
                stderr=log,
                text=True,
            )

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self, name: str) -> None:
        if name == "postgres":
            running = self.cluster.postmaster
            assert running
            family = [psutil.Process(running.pid), *psutil.Process(running.pid).children(recursive=True)]
            for process in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGKILL)
            psutil.wait_procs(family, timeout=30)
            self.cluster.start()
            return
        self.running[name].kill()
        self.running[name].wait()
        self.start(name)

    def stop(self) -> None:
        for process in self.running.values():
            process.kill()
            process.wait()

    def acknowledged(self) -> list[int]:
        lines = (self.folder / "acknowledged").read_text().splitlines()
        return [int(line) for line in lines if line.isdigit()]


@pytest.fixture
def installation() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix=f"learnstead-test-{os.getpid()}-"))
    folder.chmod(0o711)  # PostgreSQL's service user passes through when we are root
    made = Installation(folder)
    made.cluster.start()
    try:
        made.run("-m", "learnstead", "manage", "migrate", "--verbosity", "0")
        yield made
    finally:
        made.stop()
        made.cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_nothing_acknowledged_is_lost_when_anything_is_killed_at_random_moments(installation: Installation) -> None:
    chance = random.Random(os.environ.get("CHAOS_SEED", "5"))  # noqa: S311 - no secret
    for name in ("worker", "author", "publisher"):
        installation.start(name)
    while not (installation.folder / "acknowledged").read_text():
        assert installation.running["author"].poll() is None, (installation.folder / "author.log").read_text()
        time.sleep(0.1)
    for _ in range(ROUNDS):
        time.sleep(chance.uniform(0.05, 2.5))
        installation.kill(chance.choice(VICTIMS))
    acknowledged = installation.acknowledged()
    installation.stop()
    found = json.loads(installation.run("-m", "tests.chaos.author", "finish", str(installation.folder)))
    assert found["version"] >= acknowledged[-1]
    assert sorted(set(acknowledged)) == acknowledged
    assert found["commits"] == found["changes"]
    assert found["served"] == str(found["version"])
    assert found["builds"] > 1
    expected = {
        "committed_once": True,
        "waiting": 0,
        "unfinished": 0,
        "failed": [],
        "branch_follows": True,
        "orphans": [],
    }
    assert {name: found[name] for name in expected} == expected

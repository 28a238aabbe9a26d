"""The installation the tests run in: a folder of their own and a PostgreSQL of their own, gone afterwards.

Importing this makes the folder and says where everything will be. PostgreSQL starts when the first test asks for it.
Set LEARNSTEAD_TEST_DATABASE_URL to use a server that already runs.
"""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psutil

from learnstead.adapters.postgres import Cluster, find_binaries

PREFIX = "learnstead-test-"


def _new_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)  # PostgreSQL's service user passes through when we are root
    (folder / "data").mkdir(mode=0o711)
    return folder


FOLDER = _new_folder()
DATA = FOLDER / "data"


def _cluster(folder: Path) -> Cluster:
    return Cluster.at(
        folder / "postgres", binaries=find_binaries(os.environ.get("LEARNSTEAD_POSTGRES", "")), durable=False
    )


@cache
def _own_cluster() -> Cluster:
    return _cluster(FOLDER)


def environment() -> dict[str, str]:
    """What this installation's processes find in their environment."""
    return {
        "DATABASE_URL": os.environ.get("LEARNSTEAD_TEST_DATABASE_URL") or _own_cluster().dsn,
        "LEARNSTEAD_DATA": str(DATA),
        "LEARNSTEAD_SECRET_KEY": "a key that only the tests know, and long enough for its purpose",
        "LEARNSTEAD_WEBHOOK_KEYS": "whsec_dGhlIHRlc3RzJyBvd24ga2V5IGZvciBzaWduaW5n",
        # The secrets that ../shared/golden signs its webhooks with, so that those can be sent as they are.
        "LEARNSTEAD_WEBHOOK_SECRET_STANDARD": "whsec_b25lIGtleQ== whsec_YW5vdGhlciBrZXk=",
        "LEARNSTEAD_WEBHOOK_SECRET_MITLEARN": "test-secret",
        "LEARNSTEAD_WEBHOOK_SECRET_OCW": "fake_key",
        "LEARNSTEAD_URL": "http://127.0.0.1:8000",
    }


def start_database() -> None:
    """Start PostgreSQL, unless it runs or the tests were given another server."""
    if not os.environ.get("LEARNSTEAD_TEST_DATABASE_URL"):
        _own_cluster().start()


def _remove(folder: Path) -> None:
    if (folder / "postgres").exists():
        _cluster(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def _remove_what_killed_runs_left() -> None:
    for folder in FOLDER.parent.glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)) and os.access(folder, os.W_OK):
            _remove(folder)


_remove_what_killed_runs_left()
atexit.register(_remove, FOLDER)

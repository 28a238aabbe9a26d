import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from learnstead.adapters.postgres import Cluster
from learnstead.kernel.errors import Transient

pytestmark = pytest.mark.slow  # together


def write_a_row(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn) as connection:
        connection.execute("CREATE TABLE saved (word text)")
        connection.execute("INSERT INTO saved VALUES ('kept')")


def read_the_row(cluster: Cluster) -> str:
    with psycopg.connect(cluster.dsn) as connection:
        (word,) = connection.execute("SELECT word FROM saved").fetchone() or ("",)
    return str(word)


def test_a_new_cluster_starts_and_keeps_what_is_saved_over_a_restart(cluster: Cluster) -> None:
    cluster.start()
    write_a_row(cluster)
    cluster.stop()
    assert cluster.postmaster is None
    cluster.start()
    assert read_the_row(cluster) == "kept"


def test_starting_twice_and_stopping_twice_do_no_harm(cluster: Cluster) -> None:
    cluster.start()
    first = cluster.postmaster
    cluster.start()
    assert cluster.postmaster == first
    cluster.stop()
    cluster.stop()
    assert cluster.postmaster is None


def test_nobody_else_can_enter_its_folders(cluster: Cluster) -> None:
    cluster.start()
    for path in (cluster.place.home, cluster.place.data, cluster.place.socket):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_it_listens_on_no_network_port(cluster: Cluster) -> None:
    cluster.start()
    assert cluster.postmaster
    connections = psutil.Process(cluster.postmaster.pid).net_connections("inet")
    assert [connection for connection in connections if connection.status == psutil.CONN_LISTEN] == []


def test_text_is_ordered_and_folded_the_same_on_every_machine(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.dsn) as connection:
        found = connection.execute("SELECT lower('ÉTÉ'), 'Z' < 'a', getdatabaseencoding()").fetchone()
    assert found == ("été", True, "UTF8")


def test_a_durable_cluster_waits_for_the_disk(folder: Path, binaries: Path) -> None:
    command = Cluster.at(folder / "postgres", binaries=binaries).command
    assert not [flag for flag in command if "fsync" in flag]


def test_after_kill_9_it_starts_again_with_everything_committed(cluster: Cluster) -> None:
    cluster.start()
    write_a_row(cluster)
    assert cluster.postmaster
    psutil.Process(cluster.postmaster.pid).send_signal(signal.SIGKILL)
    start_patiently(cluster)
    assert read_the_row(cluster) == "kept"


def start_patiently(cluster: Cluster) -> None:
    """Its other processes notice the death a moment later; until then a start is refused, and may be repeated."""
    for _ in range(200):
        with contextlib.suppress(Transient):
            return cluster.start()
    pytest.fail("it does not start again")


def test_a_pid_file_of_a_process_that_is_now_another_program_is_forgotten(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        stale = f"{stranger.pid}\n{cluster.place.data}\n1700000000\n5432\n{cluster.place.socket}\n\n\nready\n"
        pid_file = cluster.place.data / "postmaster.pid"
        pid_file.write_text(stale)
        assert cluster.postmaster is None
        cluster.start()
        assert cluster.postmaster
        stranger.communicate(b"\n")


def test_a_cluster_runs_in_a_folder_with_a_very_long_name(folder: Path, binaries: Path) -> None:
    home = folder / ("a" * 60) / ("b" * 60) / "postgres"
    home.parent.mkdir(parents=True)
    cluster = Cluster.at(home, binaries=binaries, durable=False)
    cluster.start()
    try:
        assert len(os.fsencode(cluster.place.socket / ".s.PGSQL.5432")) < 104
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(cluster.place.socket / ".s.PGSQL.5432"))
    finally:
        cluster.stop()
        cluster.place.socket.rmdir()


@pytest.mark.parametrize("name", ["my courses + 100% Übungen", "algebra, first term"])
def test_a_cluster_runs_in_a_folder_with_an_odd_name(folder: Path, binaries: Path, name: str) -> None:
    home = folder / name / "postgres"
    home.parent.mkdir()
    cluster = Cluster.at(home, binaries=binaries, durable=False)
    cluster.start()
    try:
        write_a_row(cluster)
        assert read_the_row(cluster) == "kept"
    finally:
        cluster.stop()
        cluster.place.socket.rmdir()


def test_stop_closes_open_connections(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.dsn) as connection:
        cluster.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

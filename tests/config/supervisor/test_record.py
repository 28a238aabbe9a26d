import contextlib
import os
import time
from pathlib import Path

import psutil
import pytest

from learnstead.config.supervisor import record
from learnstead.config.supervisor.record import AlreadyRunning, Record, Running
from learnstead.config.supervisor.status import as_text, status_of
from tests.disks import tiny_disk

STARTED = psutil.Process().create_time()
MINE = Record(
    pid=os.getpid(),
    started_at=STARTED,
    phase="ready",
    url="http://127.0.0.1:8000",
    host="127.0.0.1",
    port=9,
    database="",
    processes=[Running("web", os.getpid(), STARTED, 2, ready=True), Running("worker-1", None, STARTED, 0, ready=False)],
)


def test_a_record_reads_back_as_written(tmp_path: Path) -> None:
    record.write(tmp_path, MINE)
    assert record.read(tmp_path) == MINE


def test_on_a_full_disk_the_last_record_stays_and_nothing_else(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk", size="64k") as disk:
        record.write(disk, MINE)
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 1024):
                pass
        with pytest.raises(OSError, match="No space left"):
            record.write(disk, MINE)
        assert record.read(disk) == MINE
        assert {path.name for path in disk.iterdir()} == {record.RECORD, "filler"}


def test_a_broken_record_is_no_record(tmp_path: Path) -> None:
    (tmp_path / record.RECORD).write_text('{"pid": 1')
    assert record.read(tmp_path) is None


def test_the_second_supervisor_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    record.write(tmp_path, MINE)
    with record.hold(tmp_path):
        with pytest.raises(AlreadyRunning, match=r"already runs on .* at http://127\.0\.0\.1:8000 .*learnstead down"):
            record.hold(tmp_path, patience=0).__enter__()
        assert record.is_held(tmp_path)
    assert not record.is_held(tmp_path)


def test_a_process_with_the_same_number_is_not_the_same_process() -> None:
    assert record.is_alive(os.getpid(), STARTED)
    assert not record.is_alive(os.getpid(), STARTED - 3600)


def test_status_tells_what_runs_and_what_was_started_again(tmp_path: Path) -> None:
    record.write(tmp_path, MINE)
    with record.hold(tmp_path):
        status = status_of(tmp_path)
    assert status.runs
    assert [(process.name, process.state, process.restarts) for process in status.processes] == [
        ("web", "ready", 2),
        ("worker-1", "down", 0),
    ]
    assert "http://127.0.0.1:8000" in as_text(status)


def test_a_record_without_its_supervisor_means_killed(tmp_path: Path) -> None:
    assert status_of(tmp_path).state == "stopped"
    record.write(tmp_path, MINE)
    assert status_of(tmp_path).state == "killed"


def test_a_duration_is_never_negative() -> None:
    assert record.uptime(time.time() + 100) == 0

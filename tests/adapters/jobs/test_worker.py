"""Jobs, done by real worker processes on a real queue."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from learnstead.adapters.jobs.aside import AUTOGROUP, NICENESS
from learnstead.adapters.jobs.queue import ProcrastinateQueue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LOWEST = 19  # that a priority can be
END_OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    """Django empties only the tables it manages, and the queue's are not among them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "diary"
    path.touch()
    return path


@contextmanager
def worker(diary: Path) -> Iterator[subprocess.Popen[bytes]]:
    parts = connection.settings_dict
    url = f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.jobs.diary_worker"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "learnstead.config.settings",
            "DATABASE_URL": url,
            "DIARY": str(diary),
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(condition: Callable[[], bool], *, patience: float = 30) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def lines(diary: Path) -> list[str]:
    return diary.read_text().splitlines()


def test_a_request_becomes_work_only_when_its_transaction_commits(diary):
    queue = ProcrastinateQueue()
    with transaction.atomic():
        queue.put("diary.write", line="undone")
        transaction.set_rollback(True)
    with transaction.atomic():
        queue.put("diary.write", line="done")
    with worker(diary):
        wait_for(lambda: queue.depth() == 0)
    assert lines(diary) == ["begin done", "end done"]


def test_jobs_with_one_lock_run_one_after_another_in_order(diary):
    queue = ProcrastinateQueue()
    for line in "abc":
        queue.put("diary.write", lock="the same", line=line, seconds=0.05)
    with worker(diary):
        wait_for(lambda: queue.depth() == 0)
    assert lines(diary) == ["begin a", "end a", "begin b", "end b", "begin c", "end c"]


def test_a_waiting_twin_makes_a_request_unnecessary_and_leaves_the_transaction_usable(diary):
    queue = ProcrastinateQueue()
    with transaction.atomic():
        queue.put("diary.write", once="twin", line="first")
        queue.put("diary.write", once="twin", line="second")
        queue.put("diary.write", line="third")
    assert queue.depth() == 2


def test_the_jobs_of_a_killed_worker_are_done_by_the_next_those_aside_after_everything_else(diary):
    queue = ProcrastinateQueue()
    queue.put("diary.write", lock="a", line="long", seconds=60)
    queue.put("diary.write_aside", lock="b", line="aside", seconds=60)
    with worker(diary) as first:
        wait_for(lambda: len(lines(diary)) == 2)
        first.kill()
    pid, session, niceness, *group = map(int, lines(diary)[1].split()[2:])
    assert pid == session != first.pid
    assert niceness == min(LOWEST, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
    assert group == ([NICENESS] if AUTOGROUP.exists() else [])
    if sys.platform == "linux":
        wait_for(lambda: not psutil.pid_exists(pid))
    with worker(diary):
        wait_for(lambda: queue.depth() == 0)
    assert lines(diary)[2:4] == ["begin long", "end long"]
    assert lines(diary)[-1] == "end aside"


def test_a_worker_asked_to_stop_finishes_what_it_began(diary):
    queue = ProcrastinateQueue()
    queue.put("diary.write", line="long", seconds=0.5)
    with worker(diary) as process:
        wait_for(lambda: lines(diary) == ["begin long"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert lines(diary) == ["begin long", "end long"]
    # What the clock asks of every worker may be waiting.
    assert not ProcrastinateJob.objects.filter(task_name__startswith="diary", status="todo").exists()


def test_a_passing_failure_is_tried_again_and_a_final_one_is_not(diary):
    queue = ProcrastinateQueue()
    queue.put("diary.stumble", line="passing")
    queue.put("diary.refuse", line="final")
    with worker(diary):
        wait_for(lambda: queue.depth() == 0)
    assert sorted(lines(diary)) == ["try final", "try passing", "try passing"]


def test_what_a_job_asks_for_commits_with_the_job_s_own_transaction(diary):
    queue = ProcrastinateQueue()
    queue.put("diary.ask_and_fail", line="never said")
    queue.put("diary.ask", line="said", seconds=0.5)
    with worker(diary):
        wait_for(lambda: queue.depth() == 0)
    assert lines(diary) == ["before the commit", "begin said", "end said"]


def test_a_worker_that_lost_postgresql_does_its_job_or_ends_and_leaves_it_to_the_next(diary):
    queue = ProcrastinateQueue()
    queue.put("diary.write", lock="a", line="long", seconds=3)
    with worker(diary) as first:
        wait_for(lambda: lines(diary) == ["begin long"])
        with connection.cursor() as cursor:
            cursor.execute(END_OTHER_SESSIONS)
        wait_for(lambda: first.poll() == os.EX_TEMPFAIL or queue.depth() == 0)
    with worker(diary):
        wait_for(lambda: queue.depth() == 0)
    assert lines(diary)[-2:] == ["begin long", "end long"]


def test_jobs_with_one_lock_follow_each_other_without_a_pause(diary):
    queue = ProcrastinateQueue()
    for number in range(30):
        queue.put("diary.write", lock="the same", line=str(number))
    with worker(diary):
        wait_for(lambda: len(lines(diary)) > 1)
        wait_for(lambda: queue.depth() == 0, patience=15)  # polling alone would take half a minute
    assert lines(diary)[-1] == "end 29"


def test_the_process_of_a_job_aside_may_die_in_passing_and_its_failures_are_those_of_any_job(diary):
    queue = ProcrastinateQueue()
    queue.put("diary.stumble_aside", line="twice")
    with worker(diary):
        wait_for(lambda: queue.depth() == 0)
    assert lines(diary) == ["try twice"] * 2

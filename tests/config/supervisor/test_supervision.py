import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from learnstead.config.supervisor.console import Console
from learnstead.config.supervisor.supervision import StopAsked, Supervision
from learnstead.kernel.errors import Terminal
from tests.config.supervisor.conftest import Script

pytestmark = pytest.mark.slow

STAY = "mark.write_text('')\nsignal.pause()"
ENOUGH_TURNS = 200


def turn_until(supervision: Supervision, condition: object) -> None:
    for _ in range(ENOUGH_TURNS):
        if condition():  # type: ignore[operator]
            return
        supervision._turn(restart=supervision.children)
    pytest.fail("it did not happen")


def test_programs_are_started_and_waited_for(supervision: Supervision, script: Script) -> None:
    supervision.start_and_wait(script("web", STAY), script("worker-1", STAY))
    assert [running.ready for running in supervision.running()] == [True, True]


def test_a_killed_child_is_noticed_and_started_again_within_a_second(supervision: Supervision, script: Script) -> None:
    supervision.start_and_wait(script("web", STAY))
    (child,) = supervision.children
    first = child.pid
    assert first
    killed_at = time.monotonic()
    os.kill(first, signal.SIGKILL)
    turn_until(supervision, lambda: child.pid not in {first, None})
    assert time.monotonic() - killed_at < 1
    assert supervision.running()[0].restarts == 1


def test_a_child_that_keeps_dying_is_started_less_and_less_often(supervision: Supervision, script: Script) -> None:
    child = supervision.start(script("web", "sys.exit(1)"))
    pauses = []
    for _ in range(3):
        turn_until(supervision, lambda: child.exit_code is not None and child.pid is None)
        pauses.append(child.next_start - time.monotonic())
        turn_until(supervision, lambda: child.pid is not None)
    assert pauses == sorted(pauses)
    assert child.quick_deaths == 3


def test_a_program_that_cannot_start_is_given_up_with_its_last_words(supervision: Supervision, script: Script) -> None:
    with pytest.raises(Terminal, match="no such table"):
        supervision.start_and_wait(script("web", "sys.exit('no such table')"))


def test_a_program_that_never_gets_ready_is_given_up(supervision: Supervision, script: Script) -> None:
    with pytest.raises(Terminal, match="web is not ready after 0 s"):
        supervision.start_and_wait(script("web", "signal.pause()"), patience=0.3)


def test_what_a_killed_child_had_started_is_ended_too(supervision: Supervision, script: Script, tmp_path: Path) -> None:
    lines = "child = subprocess.Popen(['sleep', '600'])\nmark.write_text(str(child.pid))\nsignal.pause()"
    supervision.start_and_wait(script("web", lines))
    (child,) = supervision.children
    grandchild = psutil.Process(int((tmp_path / "web").read_text()))
    first = child.pid
    assert first
    os.kill(first, signal.SIGKILL)
    turn_until(supervision, lambda: child.pid not in {first, None})
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


def test_a_step_runs_to_its_end_while_the_others_are_watched(supervision: Supervision, script: Script) -> None:
    supervision.start_and_wait(script("web", STAY))
    supervision.run_once(script("migrate", "print('done')"))
    assert [running.name for running in supervision.running()] == ["web"]


def test_a_step_that_fails_says_why(supervision: Supervision, script: Script) -> None:
    with pytest.raises(Terminal, match=r"(?s)migrate ended with code 3.*column is missing"):
        supervision.run_once(script("migrate", "print('column is missing', flush=True)\nsys.exit(3)"))


def test_a_step_is_left_when_somebody_asks_to_stop(supervision: Supervision, script: Script) -> None:
    parent = os.getpid()
    with pytest.raises(StopAsked):
        supervision.run_once(script("demo", f"os.kill({parent}, signal.SIGTERM)\nsignal.pause()"))
    supervision.stop()
    assert [running.pid for running in supervision.running()] == [None]


def test_the_database_is_stopped_last(supervision: Supervision, script: Script, tmp_path: Path) -> None:
    order = tmp_path / "order"
    lines = (
        "def leave(*_):\n"
        "    time.sleep({pause})\n"
        f"    open({str(order)!r}, 'a').write('{{name}} ')\n"
        "    sys.exit()\n"
        "signal.signal(signal.SIGTERM, leave)\n" + STAY
    )
    for name, pause in (("postgres", 0), ("web", 0.2), ("worker-1", 0.4)):
        supervision.start_and_wait(script(name, lines.format(name=name, pause=pause)))
    supervision.stop()
    assert order.read_text().split() == ["web", "worker-1", "postgres"]


def test_a_child_that_does_not_listen_is_ended(supervision: Supervision, script: Script, console: Console) -> None:
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STAY
    supervision.start_and_wait(script("worker-1", deaf, patience=0.3))
    supervision.stop()
    assert "takes too long to stop" in (console.logs / "learnstead.log").read_text()


def test_every_word_is_kept_even_the_last_without_a_newline(
    supervision: Supervision, script: Script, console: Console
) -> None:
    supervision.run_once(script("migrate", "sys.stdout.write('one\\ntwo\\n' * 5000 + 'last')"))
    turn_until(supervision, lambda: "last" in (console.logs / "migrate.log").read_text())
    assert (console.logs / "migrate.log").read_text().count("two") == 5000


def test_what_a_quiet_program_says_is_in_its_log_file_only(
    supervision: Supervision, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    say = "print('a stack trace of mine', flush=True)\nmark.write_text('')\nsignal.pause()"
    supervision.start_and_wait(script("loud", say), script("quiet", say, quiet=True))
    logs = supervision.console.logs
    turn_until(supervision, lambda: all((logs / f"{name}.log").exists() for name in ("loud", "quiet")))
    assert "a stack trace of mine" in (logs / "quiet.log").read_text()
    shown = capsys.readouterr().out
    assert "loud | a stack trace of mine" in shown
    assert "quiet | a stack" not in shown

import pytest

from learnstead.config.supervisor.console import LOG_BYTES, LOG_FILES, Console


def test_lines_carry_the_name_of_who_said_them(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    console.hear("listening", name="web")
    assert capsys.readouterr().out == "       web | listening\n"


@pytest.mark.parametrize(
    "line",
    [
        "LOG:  checkpoint starting: time",
        "[INFO] Started worker-1",
        "2026-01-01 12:00:00 INFO root: hello",
        'ERROR:  duplicate key value violates unique constraint "procrastinate_jobs_queueing_lock_idx_v1"',
        'ERROR:  relation "event_logs" already exists',
        'ERROR:  duplicate key value violates unique constraint "pg_type_typname_nsp_index"',
        'ERROR:  duplicate key value violates unique constraint "alembic_version_pkc"',
    ],
)
def test_chatter_goes_to_the_log_file_only(console: Console, capsys: pytest.CaptureFixture[str], line: str) -> None:
    console.hear(line, name="web")
    assert capsys.readouterr().out == ""
    assert (console.logs / "web.log").read_text().endswith(f"{line}\n")


@pytest.mark.parametrize(
    "line", ["FATAL:  the disk is gone", "ERROR:  deadlock", "[ERROR] Application callable raised", "Traceback"]
)
def test_trouble_is_shown(console: Console, capsys: pytest.CaptureFixture[str], line: str) -> None:
    console.hear(line, name="web")
    assert line in capsys.readouterr().out


def test_when_hushed_or_silent_words_are_kept_and_not_shown(
    console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    console.hushed = True
    console.hear("FATAL:  terminating connection", name="postgres")
    console.silent = True
    console.say("Stopping")
    assert capsys.readouterr().out == ""
    assert "terminating" in (console.logs / "postgres.log").read_text()


def test_workers_share_a_log_file(console: Console) -> None:
    console.keep("one", name="worker-1")
    console.keep("two", name="worker-2")
    assert [path.name for path in console.logs.iterdir()] == ["worker.log"]


def test_log_files_do_not_fill_the_disk(console: Console) -> None:
    line = "x" * 2**20
    for _ in range(LOG_BYTES * (LOG_FILES + 3) // len(line)):
        console.keep(line, name="web")
    files = list(console.logs.iterdir())
    assert len(files) == LOG_FILES + 1
    assert max(path.stat().st_size for path in files) <= LOG_BYTES

import socket
from pathlib import Path

import pytest
from django.db import connection

from learnstead.config.configuration import Config
from learnstead.config.doctor.database import examine_database
from learnstead.config.doctor.examination import examine
from learnstead.config.doctor.exposure import examine_exposure
from learnstead.config.doctor.finding import Finding, Level
from learnstead.config.doctor.machine import examine_machine
from learnstead.config.doctor.storage import examine_storage
from learnstead.config.supervisor.installation import Installation

PATH = {"PATH": "/usr/bin:/bin"}


def config(**changes: object) -> Config:
    fields: dict[str, object] = {
        "data": Path("data"),
        "database_url": "postgresql:///nowhere?host=/nonexistent",
        "secret_key": "k" * 50,
        "webhook_keys": ("whsec_x",),
        "url": "http://127.0.0.1:8000",
        "debug": False,
        "allowed_hosts": ("127.0.0.1",),
        "hugo": None,
    }
    return Config(**{**fields, **changes})  # type: ignore[arg-type]


def about(subject: str, findings: object) -> Finding:
    return next(finding for finding in findings if finding.subject == subject)  # type: ignore[attr-defined]


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    installation = Installation(tmp_path / "data")
    installation.prepare()
    return installation


def test_before_the_first_start_nothing_is_wrong_and_up_is_advised(tmp_path: Path) -> None:
    findings = list(examine(tmp_path / "data", PATH))
    assert [finding for finding in findings if finding.level is Level.PROBLEM] == []
    assert "learnstead up" in about("data", findings).remedy


def test_whatever_is_not_well_has_a_remedy(installation: Installation) -> None:
    findings = list(examine(installation.data, PATH))
    assert [finding for finding in findings if finding.level is not Level.OK and not finding.remedy] == []


def test_examining_changes_nothing(tmp_path: Path) -> None:
    list(examine(tmp_path / "data", PATH))
    assert list(tmp_path.iterdir()) == []


def test_secrets_that_others_can_read_are_a_problem_with_the_command_that_mends_it(installation: Installation) -> None:
    installation.path.chmod(0o644)
    finding = about("install.json", examine_storage(installation.data))
    assert finding.level is Level.PROBLEM
    assert finding.remedy == f"chmod go-rwx {installation.path}"


def test_a_data_folder_that_others_can_write_is_a_problem(installation: Installation) -> None:
    installation.data.chmod(0o777)
    assert about("data", examine_storage(installation.data)).level is Level.PROBLEM


@pytest.mark.parametrize(
    ("subject", "changes", "level"),
    [
        ("debug", {}, Level.OK),
        ("debug", {"debug": True}, Level.NOTE),
        ("debug", {"debug": True, "url": "https://learn.example.org"}, Level.PROBLEM),
        ("address", {"url": "https://learn.example.org"}, Level.OK),
        ("address", {"url": "http://learn.example.org"}, Level.PROBLEM),
        ("secret key", {"secret_key": "short"}, Level.PROBLEM),
        ("hosts", {"allowed_hosts": ("*",)}, Level.PROBLEM),
    ],
)
def test_what_strangers_could_use(subject: str, changes: dict[str, object], level: Level) -> None:
    assert about(subject, examine_exposure(config(**changes), {})).level is level


def test_a_missing_hugo_is_named(tmp_path: Path) -> None:
    finding = about("hugo", examine_machine(tmp_path, {**PATH, "LEARNSTEAD_HUGO": str(tmp_path / "hugo")}))
    assert finding.level is Level.PROBLEM
    assert str(tmp_path / "hugo") in finding.seen


def test_a_database_that_answers_is_well(postgres_url: str) -> None:
    found = list(examine_database(config(database_url=postgres_url), running=True))
    assert found[0].level is Level.OK
    assert found[0].seen == "PostgreSQL 18 answers"


@pytest.mark.django_db(transaction=True)
def test_tables_that_are_older_than_the_code_are_a_problem() -> None:
    parts = connection.settings_dict
    here = config(database_url=f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}")
    assert about("tables", examine_database(here, running=True)).level is Level.OK
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = name || '-not' WHERE app = 'run_log'")
        try:
            finding = about("tables", examine_database(here, running=True))
        finally:
            cursor.execute("UPDATE django_migrations SET name = replace(name, '-not', '')")
    assert finding.level is Level.PROBLEM
    assert "run_log.0001_initial" in finding.seen


def test_a_database_that_does_not_answer_is_a_problem_when_it_should_run() -> None:
    (finding,) = examine_database(config(), running=True)
    assert finding.level is Level.PROBLEM


def test_a_taken_port_is_worth_knowing(tmp_path: Path) -> None:
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", 8000))
        except OSError:
            pass  # somebody else has taken it, which is as good
        else:
            other.listen()
        finding = about("port", examine(tmp_path / "data", PATH))
    assert finding.level is Level.NOTE
    assert "8000 is taken" in finding.seen

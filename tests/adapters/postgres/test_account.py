import os
from pathlib import Path

import pytest

from learnstead.adapters.postgres.account import Account, account_for_postgres
from learnstead.kernel.errors import Terminal

pytestmark = pytest.mark.slow


def test_an_ordinary_user_runs_it_as_themselves() -> None:
    assert account_for_postgres(uid=1000) == Account()


def test_root_lends_it_a_service_user(as_root: None) -> None:
    account = account_for_postgres()
    assert account.name == "learnstead"
    assert account.uid != 0


def test_without_useradd_root_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Terminal, match=r"this machine has no useradd .* run Learnstead as an ordinary user"):
        account_for_postgres(uid=0, name="nobody-of-this-name", search_path=str(tmp_path))


def test_a_refusing_useradd_is_quoted(tmp_path: Path) -> None:
    program = tmp_path / "useradd"
    program.write_text("#!/bin/sh\necho 'the password file is locked' >&2\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(Terminal, match="the password file is locked"):
        account_for_postgres(uid=0, name="nobody-of-this-name", search_path=str(tmp_path))


def test_our_own_settings_for_psql_do_not_reach_the_server() -> None:
    environment = Account().process_options["env"]
    assert [name for name in environment if name.startswith("PG")] == []
    assert environment["LC_ALL"] == "C"


def test_reaching_is_asked_of_the_kernel(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    assert Account().reaches(tmp_path)
    assert Account().reaches(closed) == (os.geteuid() == 0)

"""The account PostgreSQL runs under. It refuses to run as root, so root lends it a service user."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnstead.kernel.errors import Terminal

SERVICE_USER = "learnstead"


@dataclass(frozen=True)
class Account:
    """Whom to run as: ourselves (``name`` empty) or, when we are root, the service user."""

    name: str = ""
    uid: int = -1
    gid: int = -1

    @property
    def process_options(self) -> dict[str, Any]:
        """Arguments for ``subprocess`` that run a program as this account, with none of our environment's surprises."""
        who = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.name else {}
        return {"env": _clean_environment(), "cwd": "/", "umask": 0o077, **who}

    def make_folder(self, path: Path) -> None:
        """Create ``path`` (its parents exist) for this account alone; nothing above it is touched."""
        try:
            path.mkdir(mode=0o700, exist_ok=True)
            path.chmod(0o700)
        except PermissionError as problem:
            raise Terminal(
                f"cannot use {path} ({problem.strerror}): start Learnstead as the user who started it first, "
                "or choose another data folder with --data"
            ) from problem
        if self.name:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter (a folder) or run (a program) ``path``; asked of the kernel, not guessed."""
        if not self.name:
            return os.access(path, os.X_OK)
        asked = subprocess.run(["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)], check=False, **self.process_options)
        return asked.returncode == 0


def account_for_postgres(
    *, uid: int | None = None, name: str = SERVICE_USER, search_path: str | None = None
) -> Account:
    """Ourselves, or for root the service user, created when it is missing."""
    if (os.geteuid() if uid is None else uid) != 0:
        return Account()
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        _create([*_useradd(name, search_path), name])
        entry = pwd.getpwnam(name)
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _useradd(name: str, search_path: str | None) -> list[str]:
    folders = search_path if search_path is not None else f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    if program := shutil.which("useradd", path=folders):
        return [program, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    if program := shutil.which("adduser", path=folders):  # BusyBox, as on Alpine
        return [program, "-S", "-D", "-H", "-h", "/nonexistent"]
    raise Terminal(
        f"PostgreSQL does not run as root, and this machine has no useradd to create the user {name!r} for it; "
        f"create that user yourself, or run Learnstead as an ordinary user"
    )


def _create(command: Sequence[str]) -> None:
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    already = 9  # useradd's word for "exists": another start was faster
    if made.returncode not in {0, already}:
        raise Terminal(
            f"could not create the user {command[-1]!r} that PostgreSQL runs as ({made.stderr.strip()}); "
            "create it yourself, or run Learnstead as an ordinary user"
        )


def _clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "HOME": "/"}

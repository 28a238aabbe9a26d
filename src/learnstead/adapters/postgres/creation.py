"""Making a new cluster, whole or not at all."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

from learnstead.adapters.postgres.account import Account
from learnstead.adapters.postgres.complaints import explain
from learnstead.adapters.postgres.placement import Placement, make_parents
from learnstead.kernel.errors import Terminal

FIRST_VERSION_WITH_OWN_COLLATION = 17


def make_home(place: Placement, account: Account) -> None:
    """The cluster's own folders, each for its account alone."""
    make_parents(place.home)
    account.make_folder(place.home)
    if place.socket.is_symlink() or (place.socket.exists() and not _is_ours(place.socket, account)):
        raise Terminal(
            f"{place.socket} belongs to somebody else; remove it, or choose a data folder with a shorter path"
        )
    account.make_folder(place.socket)


def create(place: Placement, account: Account, *, database: str, durable: bool) -> None:
    """Run ``initdb`` beside the final place and move the result there: a start cut short leaves nothing half made."""
    if place.data.exists() and any(place.data.iterdir()):
        raise Terminal(
            f"{place.data} holds files, but no PostgreSQL cluster; move them away or choose another data folder"
        )
    draft = place.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    command = [str(place.binaries / "initdb"), "-D", str(draft), "-U", database, "--encoding=UTF8", "--no-instructions"]
    command += ["--auth-local=trust", "--auth-host=scram-sha-256", *_collation(place.binaries)]
    _run(command if durable else [*command, "--no-sync"], account, doing=f"creating the database in {place.home}")
    single = [str(place.binaries / "postgres"), "--single", "-D", str(draft), "postgres"]
    _run(single, account, doing=f"creating the database in {place.home}", words=f"CREATE DATABASE {database};\n")
    draft.rename(place.data)


def refuse_other_version(place: Placement) -> None:
    """PostgreSQL reads only data of its own major version."""
    theirs = (place.data / "PG_VERSION").read_text().strip()
    ours = str(major_version(place.binaries))
    if theirs != ours:
        raise Terminal(
            f"the data in {place.data} was written by PostgreSQL {theirs}, and the programs in {place.binaries} are "
            f"version {ours}; set LEARNSTEAD_POSTGRES to a folder with version {theirs}, or dump the data with that "
            f"version's pg_dumpall and load it into a new data folder (docs/how-to/run.md)"
        )


def major_version(binaries: Path) -> int:
    """18 for "postgres (PostgreSQL) 18.6"."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", said)
    if not found:
        raise Terminal(f"{binaries / 'postgres'} --version says {said.strip()!r}, which is not PostgreSQL")
    return int(found.group(1))


def _collation(binaries: Path) -> list[str]:
    """Order by code point: the same on every machine, whatever C library it has."""
    if major_version(binaries) < FIRST_VERSION_WITH_OWN_COLLATION:
        return ["--locale=C.UTF-8"]
    return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def _run(command: list[str], account: Account, *, doing: str, words: str = "") -> None:
    try:
        done = subprocess.run(
            command, input=words, capture_output=True, text=True, check=False, **account.process_options
        )
    except OSError as problem:
        raise Terminal(f"{doing} failed: could not run {command[0]} ({problem})") from problem
    if done.returncode != 0 or "ERROR:" in done.stderr:
        raise explain(doing=doing, said=done.stderr + done.stdout)


def _is_ours(folder: Path, account: Account) -> bool:
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == (account.uid if account.name else os.geteuid())

"""The data folder and the secrets in it: who may read them."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from learnstead.config.doctor.finding import Finding, note, ok, problem
from learnstead.config.places import INSTALL_FILE

OTHERS_READ_OR_WRITE = 0o066
OTHERS_AT_ALL = 0o077


def examine_storage(data: Path) -> Iterator[Finding]:
    """The data folder, and what is secret in it."""
    if not data.exists():
        yield note("data", f"{data} does not exist yet", "run `learnstead up`; it makes the folder and the secrets")
        return
    yield _folder(data)
    for name in (INSTALL_FILE, "logs", "postgres"):
        path = data / name
        if path.exists():
            yield _private(path)


def _folder(data: Path) -> Finding:
    status = data.stat()
    mode = stat.S_IMODE(status.st_mode)
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return problem(
            "data", f"{data} is not ours to write", "start Learnstead as its owner, or choose another --data"
        )
    if mode & 0o022:
        return problem("data", f"{data} can be written by others (mode {mode:04o})", f"chmod go-w {data}")
    if mode & OTHERS_READ_OR_WRITE:
        return note("data", f"{data} can be listed by others (mode {mode:04o})", f"chmod go-r {data}")
    return ok("data", f"{data} (mode {mode:04o})")


def _private(path: Path) -> Finding:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except PermissionError:
        return ok(path.name, "closed to us, as it should be")
    if mode & OTHERS_AT_ALL:
        return problem(path.name, f"{path} is open to others (mode {mode:04o})", f"chmod go-rwx {path}")
    return ok(path.name, f"only its owner may read it (mode {mode:04o})")

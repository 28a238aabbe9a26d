"""What an installation was told about files on their way in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from learnstead.ports.bucket import InTray
from learnstead.ports.remote_files import RemoteFiles


@dataclass(frozen=True)
class IntakeRules:
    """``most_bytes`` of one file, ``most_unfinished`` uploads of one person, ``kept_for`` how long when they stop."""

    most_bytes: int = 64 * 2**30
    most_unfinished: int = 200
    kept_for: timedelta = timedelta(days=2)


@dataclass(frozen=True)
class Tray:
    """Where recorders put their files. ``name`` is for people, ``owner`` the user name of whoever the films belong to.

    In a folder a file may still grow (``grows``); an object store shows an object when it is whole.
    """

    name: str
    bucket: InTray
    owner: str
    grows: bool
    prefix: str = ""


def _nobody(address: str) -> RemoteFiles:
    raise LookupError(address)


@dataclass(frozen=True)
class Intake:
    """``files_at`` knows who fetches what lies at an address."""

    rules: IntakeRules = field(default_factory=IntakeRules)
    trays: Sequence[Tray] = ()
    files_at: Callable[[str], RemoteFiles] = _nobody

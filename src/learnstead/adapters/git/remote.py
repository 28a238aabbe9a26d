"""Repositories elsewhere: a path of this machine, or an https address that git itself clones.

The address is resolved once, checked, and given to git with the answer, so that a name cannot mean one machine when
it is checked and another when it is used. Redirects are not followed.
"""

import ipaddress
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pygit2
from pygit2.enums import Option

from learnstead.adapters.git.upload_pack import git_program
from learnstead.kernel.errors import Terminal, Transient

PATIENCE_SECONDS = 600
PORTS = {"https": 443, "http": 80}
# libgit2 runs nothing that a repository brings along, so one that belongs to another user does no harm.
pygit2.option(Option.SET_OWNER_VALIDATION, False)


class CannotFetch(Terminal):
    """A repository that cannot be had; the text says why."""


@contextmanager
def at_hand(address: str, *, allow_private: bool) -> Iterator[Path]:
    """The folder of a repository; a clone is gone afterwards."""
    parts = urlsplit(address)
    if not parts.scheme or parts.scheme == "file":
        yield Path(parts.path if parts.scheme else address)
        return
    resolved = _checked(address, parts, allow_private=allow_private)
    with tempfile.TemporaryDirectory(prefix="learnstead-clone-") as folder:
        _clone(address, resolved, Path(folder) / "clone")
        yield Path(folder) / "clone"


def _checked(address: str, parts: SplitResult, *, allow_private: bool) -> str:
    """The address in the form of git's http.curloptResolve."""
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise CannotFetch(f"{address}: only https addresses and local paths can be imported from")
    if parts.username or parts.password:
        raise CannotFetch(
            "the address holds a password, which would end up in logs; clone it yourself and import the folder"
        )
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise CannotFetch(f"{address}: the host {host!r} is not known ({problem})") from problem
    found = [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]
    private = [ip for ip in found if not ip.is_global or ip.is_multicast]
    if private and not allow_private:
        raise CannotFetch(f"{address} is in a private network ({private[0]}); say --allow-private if you mean it")
    return f"{host}:{port}:{found[0]}"


def _clone(address: str, resolved: str, folder: Path) -> None:
    settings = {
        "http.curloptResolve": resolved,
        "http.followRedirects": "false",
        "protocol.allow": "never",
        "protocol.https.allow": "always",
        "protocol.http.allow": "always",
        "core.hooksPath": os.devnull,
        "credential.helper": "",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [
        git_program(),
        *options,
        "clone",
        "--quiet",
        "--bare",
        "--depth=1",
        "--no-tags",
        "--",
        address,
        str(folder),
    ]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
    }
    environment |= {name: value for name, value in os.environ.items() if name in {"SSL_CERT_FILE", "GIT_SSL_CAINFO"}}
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired as problem:
        raise Transient(f"{address} did not answer within {PATIENCE_SECONDS} seconds") from problem
    except subprocess.CalledProcessError as problem:
        said = (problem.stderr.strip().splitlines() or ["git said nothing"])[-1]
        raise CannotFetch(f"{address} cannot be cloned: {said}") from problem

"""The server side of ``git clone`` and ``git fetch``: git's own upload-pack, one process per request."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from learnstead.kernel.errors import Terminal

CHUNK = 64 * 1024
PATIENCE_SECONDS = 120


class GitMissing(Terminal):
    """There is no git program on this machine."""


def git_program() -> str:
    """Where git is."""
    git = shutil.which("git")
    if git is None:
        raise GitMissing("git is not installed on this machine; install it and try again")
    return git


def answer(repository: Path, request: BinaryIO | None, *, protocol: str) -> Iterator[bytes]:
    """What upload-pack says to ``request``, piece by piece; with None, which references there are."""
    command = [git_program(), "-c", "safe.directory=*", "upload-pack", "--stateless-rpc", "--strict"]
    command += ["--advertise-refs"] if request is None else []
    command += [f"--timeout={PATIENCE_SECONDS}", str(repository)]
    return _stream(command, request, protocol)


def _stream(command: list[str], request: BinaryIO | None, protocol: str) -> Iterator[bytes]:
    environment = {"PATH": os.environ.get("PATH", ""), "GIT_CONFIG_NOSYSTEM": "1", "GIT_PROTOCOL": protocol}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        feeder = threading.Thread(target=_feed, args=(request, process.stdin), daemon=True)
        feeder.start()
        try:
            while piece := process.stdout.read1(CHUNK) if process.stdout else b"":  # type: ignore[attr-defined]
                yield piece
        finally:
            process.kill()
            feeder.join()


def _feed(request: BinaryIO | None, to: IO[bytes] | None) -> None:
    """Pass the request on; upload-pack may be content, or gone, before it has read it all."""
    if to is None:
        return
    try:
        if request is not None:
            shutil.copyfileobj(request, to, CHUNK)
        to.close()
    except (BrokenPipeError, ValueError):
        return

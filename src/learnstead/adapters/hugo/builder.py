"""SiteBuilder by the Hugo program."""

import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from learnstead.adapters.hugo.binary import find_hugo
from learnstead.adapters.hugo.complaints import errors, relative, warnings
from learnstead.adapters.hugo.process import Limits, TookTooLong, run
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.site_build import BuildFailed, BuildOrder, BuildReport, Problem

FULL_DISK = ("no space left on device", "disk quota exceeded")
SEGMENT = "preview"
LONGEST_LOG = 200_000
BUILD = Limits(seconds=600, niceness=5)
# Someone is waiting for this one.
SINGLE_PAGE = Limits(seconds=30, niceness=0)
# Hugo lives too briefly for Go's usual thrift with memory: collecting garbage less often saves a third of the time.
# The soft limit brings thrift back for giant sites.
BUILD_MEMORY = {"GOGC": "200", "GOMEMLIMIT": "2GiB"}
SINGLE_PAGE_MEMORY = {"GOGC": "off", "GOMEMLIMIT": "512MiB"}


class HugoBuilder:
    """Builds with the themes in one folder; ``scratch`` holds Hugo's caches, which live as long as one build."""

    def __init__(self, *, hugo: Path | None, themes: Path, scratch: Path) -> None:
        self._hugo = hugo
        self._themes = themes
        self._scratch = scratch

    def build(self, order: BuildOrder) -> BuildReport:
        """Run Hugo without network, without our environment, and with a limit of time."""
        hugo = find_hugo(self._hugo)
        limits = BUILD if order.only is None else SINGLE_PAGE
        started = time.perf_counter()
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch, prefix="hugo-") as private:
            command: list[str | Path] = [hugo, *self._arguments(order, Path(private))]
            status, output = run(command, env=_environment(order, Path(private)), folder=order.source, limits=limits)
        roots = [order.source, self._themes, order.destination]
        log = relative(output, roots)[-LONGEST_LOG:]
        if status != 0:
            shutil.rmtree(order.destination, ignore_errors=True)
            raise _failure(status, log, output, roots)
        return BuildReport(seconds=time.perf_counter() - started, log=log, warnings=warnings(output, roots))

    def theme_file(self, theme: str, path: str) -> Path | None:
        """A file of the theme's ``static`` folder, or None."""
        for name in self._composition(theme):
            static = (self._themes / name / "static").resolve()
            found = (static / path).resolve()
            if found.is_relative_to(static) and found.is_file():
                return found
        return None

    def _arguments(self, order: BuildOrder, private: Path) -> list[str]:
        configuration = [self._themes / order.theme / "site.yaml"]
        if not configuration[0].is_file():
            raise Terminal(f"there is no theme {order.theme!r}: {configuration[0]} is missing")
        if order.only is not None:
            configuration.append(_one_page(order.only, private / "one-page.json"))
        arguments = [
            f"--source={order.source}",
            f"--config={','.join(str(path) for path in configuration)}",
            f"--themesDir={self._themes}",
            f"--theme={','.join(self._composition(order.theme))}",
            f"--baseURL={order.base_url}",
            f"--destination={order.destination}",
            f"--cacheDir={private / 'cache'}",
            "--noBuildLock",
            "--noChmod",
            "--noTimes",
        ]
        if order.drafts:
            arguments.append("--buildDrafts")
        if order.only is not None:
            arguments.append(f"--renderSegments={SEGMENT}")
        return arguments

    def _composition(self, theme: str) -> list[str]:
        """A theme other than ``course`` stands on it: what it lacks is taken from there."""
        return [theme] if theme == "course" else [theme, "course"]


def _one_page(page: str, path: Path) -> Path:
    """A configuration (JSON, which Hugo reads as well as YAML) that names the one page to render."""
    path.write_text(json.dumps({"segments": {SEGMENT: {"includes": [{"path": page}]}}}))
    return path


def _environment(order: BuildOrder, private: Path) -> dict[str, str]:
    """The same on every machine, and nothing of ours: no HUGO_ variable, no secret, no time zone."""
    memory = BUILD_MEMORY if order.only is None else SINGLE_PAGE_MEMORY
    return {"HOME": str(private), "TMPDIR": str(private), "PATH": "", "LANG": "C.UTF-8", "TZ": "UTC", **memory}


def _failure(status: int, log: str, output: str, roots: Sequence[Path]) -> Transient | BuildFailed:
    if any(sign in output.lower() for sign in FULL_DISK):
        return Transient("the disk is full: Hugo could not write the site; free some space and it will be tried again")
    if status < 0:
        return Transient(f"Hugo was killed by signal {-status}, perhaps for want of memory; it will be tried again")
    found = errors(output, roots)
    return BuildFailed(found[0] if found else Problem(message=f"Hugo failed without a word (status {status})"), log)


__all__ = ["HugoBuilder", "TookTooLong"]

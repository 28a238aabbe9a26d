"""One installation for many courses, used as a stranger would: by its commands and its pages."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
from selectolax.lexbor import LexborHTMLParser

from tests.config.supervisor.whole import LEARNSTEAD, Whole, environment

WRITTEN = (".md", ".json", ".yaml")


CONSOLE = """
import contextlib, io, json, sys
from learnstead.config.cli import main
for line in sys.stdin:
    sys.argv, said, code = ["learnstead", *json.loads(line)], io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main()
        except SystemExit as left:
            code = left.code or 0
    print(json.dumps([code, said.getvalue()]), flush=True)
"""


class Console:
    """Runs the commands of an installation one after another in one process, since Django takes a while to load."""

    def __init__(self, whole: Whole) -> None:
        given = {"LEARNSTEAD_DATA": str(whole.data), "LEARNSTEAD_URL": whole.url}
        self._process = subprocess.Popen(
            [sys.executable, "-c", CONSOLE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment(), **given},
        )

    def say(self, *words: str) -> str:
        """Run a command; it must succeed. Returns what it printed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        code, said = json.loads(self._process.stdout.readline())
        assert code == 0, f"learnstead {' '.join(words)}:\n{said}"
        return str(said)

    def close(self) -> None:
        """End it."""
        self._process.communicate()


@dataclass
class Stage:
    """An installation that runs, a command line beside it, and a browser without eyes."""

    whole: Whole
    browser: httpx.Client
    console: Console | None = None

    def say(self, *words: str) -> str:
        """Run a command of the installation; it must succeed. Returns what it printed."""
        if self.console:
            return self.console.say(*words)
        done = subprocess.run(
            [*LEARNSTEAD, *words],
            capture_output=True,
            text=True,
            check=False,
            env={**environment(), "LEARNSTEAD_DATA": str(self.whole.data), "LEARNSTEAD_URL": self.whole.url},
        )
        assert done.returncode == 0, f"learnstead {' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def home_of(self, short_id: str) -> str:
        """Where a course is published."""
        (course,) = (one for one in json.loads(self.say("course", "list", "--json")) if one["short_id"] == short_id)
        return f"/{course['url_path']}/"

    def page(self, address: str) -> LexborHTMLParser:
        """A page that must be there."""
        answer = self.browser.get(address)
        assert answer.status_code == httpx.codes.OK, f"{address}: {answer.status_code}"
        return LexborHTMLParser(answer.content)

    def first_found(self, words: str) -> str:
        """The address of the first search result, or nothing."""
        answer = self.browser.get("/search/", params={"q": words})
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return ""  # the index is being built
        assert answer.status_code == httpx.codes.OK, answer.text
        result = LexborHTMLParser(answer.content).css_first("main h2 a, main h3 a")
        return (result.attributes.get("href") or "") if result else ""


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def texts_of(folder: Path) -> dict[str, str]:
    """The files of a course that people write."""
    return {path: data.decode() for path, data in sorted(files_of(folder).items()) if path.endswith(WRITTEN)}

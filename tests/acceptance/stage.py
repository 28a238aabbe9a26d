"""One installation for many courses, used as a stranger would: by its commands and its pages."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import httpx
from selectolax.lexbor import LexborHTMLParser

from tests.config.supervisor.whole import LEARNSTEAD, Whole, environment

WRITTEN = (".md", ".json", ".yaml")


@dataclass
class Stage:
    """An installation that runs, a command line beside it, and a browser without eyes."""

    whole: Whole
    browser: httpx.Client

    def say(self, *words: str) -> str:
        """Run a command of the installation; it must succeed. Returns what it printed."""
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

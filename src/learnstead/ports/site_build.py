"""A static site builder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from learnstead.kernel.errors import Terminal


@dataclass(frozen=True)
class BuildOrder:
    """What to build: ``source`` holds content, data and config; ``destination`` must not exist yet.

    ``only`` renders the one page with this logical path ("/pages/syllabus"), exactly as the whole build would.
    """

    source: Path
    destination: Path
    theme: str
    base_url: str
    drafts: bool
    only: str | None = None


@dataclass(frozen=True)
class Problem:
    """Something the builder said about a source file; ``file`` is relative to the source folder."""

    message: str
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class BuildReport:
    """How a build went; ``log`` is all that the builder printed."""

    seconds: float
    log: str
    warnings: Sequence[Problem]


class BuildFailed(Terminal):
    """The builder refused the source. ``problem`` names the file and line when the builder did."""

    def __init__(self, problem: Problem, log: str) -> None:
        """Keep the builder's own words for the build page."""
        super().__init__(problem.message)
        self.problem = problem
        self.log = log


class SiteBuilder(Protocol):
    """Turns a folder of content into a folder of pages. The same input gives the same bytes."""

    def build(self, order: BuildOrder) -> BuildReport:
        """Build, or raise BuildFailed (the source is wrong) or Transient (the machine is: full disk, killed)."""

    def theme_file(self, theme: str, path: str) -> Path | None:
        """A style sheet, script or picture that a theme brings along, by its path in the built site."""

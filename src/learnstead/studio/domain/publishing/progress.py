"""How far a build is, and what is wrong with it, in an author's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from learnstead.kernel.errors import Terminal
from learnstead.ports.git import GitHost
from learnstead.ports.run_log import RunLog
from learnstead.studio.models import Build, Content

FLOW_NAME = "publish-site"
TELL_LEARN = "tell learn"
WORDS = {
    "commit": "Everything saved is in git",
    "build": "Hugo makes the pages",
    "check": "Pages and links are checked",
    "store": "The release is stored",
    "switch": "Readers get the new release",
    TELL_LEARN: "The catalogue is told",
}
AROUND = 3
LONGEST_LINE = 300


@dataclass(frozen=True)
class Progress:
    """One step: ``state`` is "done", "now", "failed" or "later"."""

    words: str
    state: str
    seconds: float | None


@dataclass(frozen=True)
class SourceLine:
    """A line of the file at fault."""

    number: int
    text: str
    at_fault: bool


def steps_of(build: Build, run_log: RunLog) -> list[Progress]:
    """The steps of a build, each with how it stands. Only a live build has something to tell the catalogue."""
    done = {step.step: step.seconds for step in run_log.steps(FLOW_NAME, str(build.pk))}
    names = [name for name in WORDS if name != TELL_LEARN or build.version == Build.Version.LIVE]
    shown: list[Progress] = []
    reached = False
    for name in names:
        if name in done:
            shown.append(Progress(WORDS[name], "done", done[name]))
        else:
            shown.append(Progress(WORDS[name], "later" if reached else _state_of_next(build, name), None))
            reached = True
    return shown


def _state_of_next(build: Build, name: str) -> str:
    if build.status == Build.Status.FAILED:
        return "failed"
    if build.status == Build.Status.QUEUED or name == TELL_LEARN:
        return "later"
    return "now"


def source_at_fault(build: Build, git: GitHost) -> Sequence[SourceLine]:
    """The lines around the one Hugo named, from the commit that was built."""
    if not (build.problem_file and build.problem_line and build.commit):
        return []
    try:
        text = git.read(build.site.short_id, build.commit, build.problem_file).decode(errors="replace")
    except Terminal:
        return []
    lines = text.splitlines()
    first = max(1, build.problem_line - AROUND)
    last = min(len(lines), build.problem_line + AROUND)
    numbers = range(first, last + 1)
    return [SourceLine(number, lines[number - 1][:LONGEST_LINE], number == build.problem_line) for number in numbers]


def content_at_fault(build: Build) -> Content | None:
    """The entry whose file Hugo named."""
    folder, _, name = build.problem_file.rpartition("/")
    here = Content.objects.filter(site=build.site, dirpath=folder, deleted_at=None)
    return (
        here.filter(filename=name, is_page=False).first()
        or here.filter(filename=name.removesuffix(".md"), is_page=True).first()
    )

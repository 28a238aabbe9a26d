"""What Hugo prints, turned into problems with a file and a line."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from learnstead.ports.site_build import Problem

_SEVERITY = re.compile(r"^(ERROR|WARN)\s+(?P<text>.*)$")
_SUMMARY = re.compile(r"error building site: logged \d+ error\(s\)")
# "pages/a.md:5:6" with its quotes, or a page named in a warning of the theme.
_PLACE = re.compile(r'"?(?P<file>[\w@+~./ -]*\.(?:md|html|ya?ml|json|toml))(?::(?P<line>\d+))?(?::\d+)?"?')
_NOISE = re.compile(r"^(error building site: |assemble: |process: readAndProcessContent: |render: )")
_OWN_PLACE = re.compile(r'^"(?:content|data|config)/[^"]*": (?:failed to extract shortcode: )?')
_ENGINE = re.compile(r"^\[[^\]]*\] failed to render pages: |^failed to create page from pageMetaSource \S+: ")


def errors(log: str, roots: Sequence[Path]) -> list[Problem]:
    """The errors of a build, the most telling first: one in the author's files before one in the theme."""
    found = [_problem(text, roots) for text in _entries(log, "ERROR") if not _SUMMARY.search(text)]
    return sorted(found, key=lambda problem: problem.file is None)


def warnings(log: str, roots: Sequence[Path]) -> list[Problem]:
    """The warnings of a build, but not Hugo's remarks on its own configuration."""
    return [_problem(text, roots) for text in _entries(log, "WARN") if not text.startswith("deprecated:")]


def relative(log: str, roots: Sequence[Path]) -> str:
    """The log without the folders of this machine."""
    for root in roots:
        log = log.replace(f"{root}/", "")
    return log


def _entries(log: str, severity: str) -> Iterator[str]:
    """Each message of one severity with the lines that belong to it."""
    entry: list[str] = []
    for line in log.splitlines():
        start = _SEVERITY.match(line)
        if (start or not line.strip() or line.startswith("Total in")) and entry:
            yield "\n".join(entry)
            entry = []
        if start and start[1] == severity:
            entry = [start["text"]]
        elif entry:
            entry.append(line)
    if entry:
        yield "\n".join(entry)


def _problem(text: str, roots: Sequence[Path]) -> Problem:
    """The innermost place in the author's files wins: a page that quotes a page that is broken."""
    text = relative(text, roots)
    places = [place for place in _PLACE.finditer(text) if place["file"].startswith(("content/", "data/", "config/"))]
    exact = [place for place in places if place["line"]]
    if not places:
        return Problem(message=_plain(text))
    place = (exact or places)[-1]
    line = int(place["line"]) if place["line"] else None
    return Problem(message=_plain(text), file=place["file"], line=line)


def _plain(text: str) -> str:
    """Without the names of Hugo's own stages, which tell an author nothing, and without the place it starts with."""
    before = None
    while before != text:
        before = text
        text = _ENGINE.sub("", _NOISE.sub("", text))
    return _OWN_PLACE.sub("", text)

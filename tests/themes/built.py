"""A course or root site built by the real Hugo with our themes, and ways to read what came out."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from learnstead.adapters.hugo import find_hugo

THEMES = Path(__file__).parents[2] / "themes"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Elements whose end HTML lets an author leave out; raw HTML in courses does.
OPTIONAL = {"p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "dt", "dd", "option"}


@dataclass(frozen=True)
class Site:
    folder: Path
    base: str
    log: str
    cpu_seconds: float

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def page(self, path: str) -> str:
        return self.text(f"{path.strip('/')}/index.html".lstrip("/"))

    def record(self, path: str) -> dict[str, Any]:
        return json.loads(self.text(f"{path.strip('/')}/data.json".lstrip("/")))

    def main(self, path: str) -> str:
        """The part of a page between its navigation and its footer."""
        return self.page(path).partition("<main")[2].partition("</main>")[0]

    def files(self) -> dict[str, bytes]:
        found = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


def build(workspace: Path, to: Path, *arguments: str, theme: str = "course", base: str = "/courses/tides/") -> Site:
    """Run Hugo as themes/README.md says; ``arguments`` may hold a second --config, which is added to the theme's."""
    composition = theme if theme == "course" else f"{theme},course"
    extra = [part.removeprefix("--config=") for part in arguments if part.startswith("--config=")]
    command = [
        str(find_hugo(None)),
        f"--source={workspace}",
        f"--config={','.join([str(THEMES / theme / 'site.yaml'), *extra])}",
        f"--themesDir={THEMES}",
        f"--theme={composition}",
        f"--baseURL={base}",
        f"--destination={to}",
        "--noBuildLock",
        *(part for part in arguments if not part.startswith("--config=")),
    ]
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = os.times()
    log = done.stdout + done.stderr
    assert done.returncode == 0, log
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Site(folder=to, base=base, log=log, cpu_seconds=spent)


def workspace(original: Path, to: Path, **files: object) -> Path:
    """A writable copy of a course, with files such as data__learnstead_json={...} added as JSON or text."""
    shutil.copytree(original, to, copy_function=shutil.copyfile)
    to.chmod(0o755)
    for folder in to.rglob("*"):
        if folder.is_dir():
            folder.chmod(0o755)
    for name, content in files.items():
        path = to / name.replace("__", "/").replace("_json", ".json").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return to


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.addresses += [address for name in ("href", "src", "poster") if (address := given.get(name))]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()} closes {self.open[-1:]}")
        else:
            self.open.pop()


def structure(html: str) -> _Structure:
    """What a browser's parser would stumble over, the ids, and the addresses of a page."""
    seen = _Structure()
    seen.feed(html)
    seen.close()
    return seen

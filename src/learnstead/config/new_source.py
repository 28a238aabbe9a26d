"""A new source that works: its file, its test and a sample payload, made from templates."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import yaml

from learnstead.kernel.errors import Terminal

TEMPLATES = Path(__file__).parent / "source_templates"
KINDS = ("rss", "json", "csv", "oai-pmh", "amb")
NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
SOURCES, TESTS, FEEDS = "src/learnstead/data/sources", "tests/data/sources", "examples/feeds"


class CannotMake(Terminal):
    """The name is taken or no name, the address is none, or this is no checkout."""


@dataclass(frozen=True)
class Wanted:
    """What a person said of the new source."""

    name: str
    kind: str
    title: str
    address: str

    @property
    def host(self) -> str:
        """Where it lives."""
        return urlsplit(self.address).netloc

    def filled(self, text: str, **more: str) -> str:
        """A template with what was said in it."""
        return Template(text).substitute(name=self.name, title=self.title, host=self.host, address=self.address, **more)


def write(wanted: Wanted, *, root: Path) -> list[Path]:
    """Write the files below ``root``, a checkout; all or none. CannotMake says why not."""
    _check(wanted, root)
    sample = yaml.safe_load(wanted.filled((TEMPLATES / "samples.yaml").read_text()))[wanted.kind]
    titles = "".join(f"        {json.dumps(title, ensure_ascii=False)},\n" for title in sample["titles"])
    files = {
        f"{SOURCES}/{wanted.name}.py": wanted.filled((TEMPLATES / f"{wanted.kind}.py.txt").read_text()),
        f"{TESTS}/test_{wanted.name}.py": wanted.filled((TEMPLATES / "test.py.txt").read_text(), titles=titles),
        f"{FEEDS}/{wanted.name}/routes.yaml": _routes(wanted, sample["routes"]),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [root / name for name in files]


def _routes(wanted: Wanted, routes: list[dict[str, Any]]) -> str:
    path = urlsplit(wanted.address).path or "/"
    whole = [{"host": wanted.host, "path": path, **route} for route in routes]
    head = f"# What {wanted.host} answers in the demo. Put a payload of your own here.\n"
    return head + yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)


def _check(wanted: Wanted, root: Path) -> None:
    if not NAME.fullmatch(wanted.name):
        raise CannotMake(f"{wanted.name!r} is no name for a source: small letters, digits and _, such as city_library")
    if wanted.kind not in KINDS:
        raise CannotMake(f"there is no template {wanted.kind!r}; there are {', '.join(KINDS)}")
    if urlsplit(wanted.address).scheme not in {"http", "https"} or not wanted.host:
        raise CannotMake(f"{wanted.address!r} is not an address such as https://library.example.org/feed")
    if any(sign in wanted.title for sign in '"\\\n'):
        raise CannotMake("a title has no quotation marks, backslashes or lines in it")
    if not (root / SOURCES).is_dir():
        raise CannotMake(f"{root} is no checkout of the project; a source is a file of it")
    if (root / SOURCES / f"{wanted.name}.py").exists() or (root / FEEDS / wanted.name).exists():
        raise CannotMake(f"there is a source {wanted.name!r} already")

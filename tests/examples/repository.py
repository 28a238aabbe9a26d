"""Reads a demo repository the way the tests need it: every page with its front matter, in the stored bytes."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COURSES = sorted(path for path in (EXAMPLES / "courses").glob("*") if path.is_dir())
SITES = [*COURSES, EXAMPLES / "www"]

UID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
MENTION = re.compile(r"\{\{[<%] resource(?:_link)? (?:uuid=)?\"(" + UID + ")")
SHORTCODE = re.compile(r"\{\{[<%] */?([\w-]+)")


@dataclass(frozen=True)
class Page:
    path: Path
    text: str
    metadata: dict[str, object]
    body: str

    @property
    def uid(self) -> str:
        return str(self.metadata["uid"])

    @property
    def kind(self) -> str:
        return str(self.metadata["content_type"])

    def serialised(self) -> str:
        # Only the pure-Python dumper folds long lines as the existing repositories do.
        return f"---\n{yaml.dump(self.metadata, Dumper=yaml.Dumper)}---\n{self.body}"


def read_page(path: Path) -> Page:
    text = path.read_bytes().decode("utf-8")
    _, front_matter, body = re.split(r"^---\n", text, maxsplit=2, flags=re.MULTILINE)
    return Page(path=path, text=text, metadata=yaml.safe_load(front_matter), body=body)


def read_pages(site: Path) -> list[Page]:
    return [read_page(path) for path in sorted(site.glob("content/**/*.md"))]


def uids_in(value: object) -> list[str]:
    """Every uid a relation field holds, whether it holds one or many, from this site or another."""
    if isinstance(value, dict):
        return [uid for key in ("content",) if key in value for uid in uids_in(value[key])]
    if isinstance(value, list):
        return [uid for part in value for uid in uids_in(part)]
    return [value] if isinstance(value, str) and re.fullmatch(UID, value) else []


def jsonb_order(value: object) -> object:
    """The order in which PostgreSQL keeps the keys of a jsonb object: shorter first, then by bytes."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: jsonb_order(value[key]) for key in keys}
    return [jsonb_order(part) for part in value] if isinstance(value, list) else value

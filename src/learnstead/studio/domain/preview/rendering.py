"""Renders one page, from a copy of no more than it can see."""

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from learnstead.kernel.errors import Transient
from learnstead.ports.git import GitHost
from learnstead.ports.site_build import BuildFailed, BuildOrder, Problem, SiteBuilder
from learnstead.studio.domain.preview.checkout import FILES, Checkout, Saved
from learnstead.studio.domain.preview.pages import NoPage, page_of
from learnstead.studio.domain.preview.sight import glance_at
from learnstead.studio.domain.publishing.building import base_url
from learnstead.studio.domain.workspace.disk import writing
from learnstead.studio.domain.workspace.facts import COURSE_FILE, FACTS_FILE, facts_about
from learnstead.studio.domain.workspace.files import MENUS, as_hugo_reads_it
from learnstead.studio.models import Build, Site

PATIENCE_SECONDS = 10.0
# Each is a Hugo that keeps a core busy; more at a time would make everybody wait longer.
AT_ONCE = BoundedSemaphore(max(2, os.cpu_count() or 2))
MOST_KEPT = 100
RENDERED = "rendered"


@dataclass(frozen=True)
class Edit:
    """The present text of a file, saved or not."""

    path: str
    text: str


@dataclass(frozen=True)
class Preview:
    """A rendered page: ``key`` finds it again. Without a key Hugo refused, and ``problems`` say why."""

    key: str
    milliseconds: float
    problems: Sequence[Problem]


def render(*, site: Site, edit: Edit, git: GitHost, builder: SiteBuilder, scratch: Path) -> Preview:
    """The page that shows ``edit``, as a draft publish would show it after saving."""
    with writing("the preview"):
        return _render(site, edit, git, builder, scratch)


def _render(site: Site, edit: Edit, git: GitHost, builder: SiteBuilder, scratch: Path) -> Preview:
    started = time.perf_counter()
    page = page_of(edit.path)
    folder = _folder(site, scratch)
    text = as_hugo_reads_it(edit.path, edit.text.encode())
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="page-") as private:
        source = Path(private) / "source"
        with Checkout(folder, site, git).up_to_date() as (saved, sight):
            key = _key(site, saved, edit.path, text)
            if (folder / RENDERED / key).exists():
                return Preview(key=key, milliseconds=_since(started), problems=())
            menus = _bytes_of(folder / FILES / MENUS) or b""
            _link(folder / FILES, source, sight.seen_from(edit.path, glance_at(text), menus))
        course = text if edit.path == COURSE_FILE else _bytes_of(source / COURSE_FILE)
        facts = facts_about(site, version=Build.Version.DRAFT, commit=saved.commit, course=course)
        _replace(source / edit.path, text)
        _replace(source / FACTS_FILE, facts)
        html, problems = _hugo(builder, site, page, source)
    key = _keep(html, folder / RENDERED, f"{key}w" if problems else key) if html else ""
    return Preview(key=key, milliseconds=_since(started), problems=problems)


def _key(site: Site, saved: Saved, path: str, text: bytes) -> str:
    """Names what was rendered; with a "w" at its end when there were warnings, which are found only by rendering."""
    known = f"{saved.token}\0{path}\0{site.draft_token}\0{site.starter.theme}\0".encode()
    return hashlib.sha256(known + text).hexdigest()[:32]


def rendered(*, site: Site, key: str, scratch: Path) -> bytes | None:
    """The HTML of a preview that was rendered a moment ago."""
    return _bytes_of(_folder(site, scratch) / RENDERED / key) if key.isalnum() else None


def _hugo(builder: SiteBuilder, site: Site, page: str, source: Path) -> tuple[bytes, Sequence[Problem]]:
    """The HTML and the warnings, or nothing and why."""
    order = BuildOrder(
        source=source,
        destination=source.parent / "site",
        theme=site.starter.theme,
        base_url=base_url(site, Build.Version.DRAFT),
        drafts=True,
        only=page,
    )
    if not AT_ONCE.acquire(timeout=PATIENCE_SECONDS):
        raise Transient("many pages are being previewed just now; try again in a moment")
    try:
        report = builder.build(order)
    except BuildFailed as refused:
        return b"", (refused.problem,)
    finally:
        AT_ONCE.release()
    found = next(iter(sorted(order.destination.rglob("index.html"))), None)
    if found is None:
        raise NoPage("this entry has no page of its own; readers see it where other pages link to it")
    return found.read_bytes(), report.warnings


def _keep(html: bytes, folder: Path, key: str) -> str:
    """Keep it for the browser that will ask for it in a moment."""
    folder.mkdir(exist_ok=True)
    _replace(folder / key, html)
    _forget_old(folder)
    return key


def _folder(site: Site, scratch: Path) -> Path:
    return scratch / "previews" / str(site.pk)


def _link(files: Path, source: Path, paths: Iterable[str]) -> None:
    made: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in made:
            (source / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        with suppress(FileNotFoundError):  # the page being edited is new
            os.link(f"{files}/{path}", f"{source}/{path}")


def _replace(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)  # it may be a link to the warm copy
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _forget_old(folder: Path) -> None:
    if not folder.is_dir():
        return
    kept = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in kept[MOST_KEPT:]:
        Path(entry.path).unlink(missing_ok=True)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def remove_warm_copies(*, scratch: Path, unused_since: float) -> int:
    """Remove what nobody previewed since a time (seconds since 1970); the next preview makes it anew."""
    folders = [folder for folder in (scratch / "previews").glob("*") if folder.stat().st_mtime < unused_since]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)

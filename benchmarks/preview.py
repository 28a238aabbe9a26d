"""How long an author waits for the preview after a keystroke, and after a save.

    .venv/bin/python benchmarks/preview.py [COURSE_FOLDER] [--times 60]

Pages are taken at random from the whole course, each with a changed text, so that nothing is remembered. "After a save"
includes the save, its commit and bringing the warm copy up to date. The budget is 300 ms at the 95th percentile.
"""

import argparse
import os
import random
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from studio import cpu_seconds, start
from tests import corpus

if TYPE_CHECKING:
    from learnstead.studio.models import Content, Site

PERCENTILE = 95


def main() -> None:
    """Measure one course."""
    parser = argparse.ArgumentParser(description="How long a preview takes.")
    parser.add_argument("course", nargs="?", type=Path, default=None)
    parser.add_argument("--times", type=int, default=60)
    given = parser.parse_args()
    start()
    folder = given.course or corpus.course("15.071-spring-2017")
    from learnstead.config.course_import import import_and_commit  # noqa: PLC0415 - needs Django

    site = import_and_commit(str(folder)).site
    pages = choose(site, given.times)
    show("baseline: Hugo says its version", pages, say_version)
    show("first, which makes the warm copy", pages[:1], lambda page: preview(page, "x"))
    show("while typing", pages, lambda page: preview(page, "typed"))
    show("after a save and its commit", pages, save_and_preview)
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def choose(site: "Site", times: int) -> list["Content"]:
    """Pages at random, the same in every run."""
    from learnstead.studio.models import Content  # noqa: PLC0415 - needs Django

    pages = list(Content.objects.filter(site=site, is_page=True, type="page").select_related("site__starter"))
    return random.Random(1).choices(pages, k=times)  # noqa: S311 - a sample, not a secret


def say_version(_content: "Content") -> float:
    """Milliseconds for the least that Hugo can do."""
    from learnstead.adapters.hugo import find_hugo  # noqa: PLC0415 - after the settings are named

    since = time.perf_counter()
    subprocess.run([find_hugo(None), "version"], check=True, capture_output=True)
    return (time.perf_counter() - since) * 1000


def preview(content: "Content", words: str) -> float:
    """Milliseconds until the page is there."""
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django
    from learnstead.studio.domain import preview as previews  # noqa: PLC0415 - needs Django

    since = time.perf_counter()
    text = f"{content.markdown}\n{words} {since}\n"
    edit = previews.edit_of(content, title=content.title, markdown=text, metadata=content.metadata)
    given = services()
    previews.render(site=content.site, edit=edit, git=given.git, builder=given.builder, scratch=given.scratch)
    return (time.perf_counter() - since) * 1000


def save_and_preview(content: "Content") -> float:
    """Milliseconds from the press of Save to the fresh page."""
    from learnstead.kernel import clock  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django
    from learnstead.studio.domain import changes  # noqa: PLC0415 - needs Django

    since = time.perf_counter()
    files = {"content/pages/of-someone-else.md": f"---\ntitle: Saved\n---\n{since}\n"}
    changes.record(site=content.site, by=None, message="Edit", files=files, queue=services().queue, at=clock.now())
    changes.drain(site=content.site, git=services().git)
    preview(content, "saved")
    return (time.perf_counter() - since) * 1000


def show(title: str, pages: list["Content"], work: Callable[["Content"], float]) -> None:
    """One line."""
    before = cpu_seconds()
    times = sorted(work(page) for page in pages)
    cpu = (cpu_seconds() - before) / len(times)
    worst = times[max(0, round(len(times) * PERCENTILE / 100) - 1)]
    print(f"{title:34} median {statistics.median(times):5.0f} ms, p{PERCENTILE} {worst:5.0f} ms, {cpu:.2f} CPU-s each")


if __name__ == "__main__":
    main()

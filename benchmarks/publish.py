"""What publishing costs beside Hugo alone, and whether the hundredth site costs more than the first.

    .venv/bin/python benchmarks/publish.py [COURSE_FOLDER ...]
    .venv/bin/python benchmarks/publish.py --copies 100 [COURSE_FOLDER]

The baseline is the same Hugo on the same files with the same theme, writing to the same disk. The budget is 1.3 times
its CPU plus one second.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree
from typing import TYPE_CHECKING

import psutil
from studio import cpu_seconds, start
from tests import corpus

if TYPE_CHECKING:
    from learnstead.studio.models import Build, Site

BUDGET_FACTOR, BUDGET_SECONDS = 1.3, 1.0


def main() -> None:
    """Measure the courses given, or all there are; or copies of one."""
    parser = argparse.ArgumentParser(description="What publishing costs.")
    parser.add_argument("courses", nargs="*", type=Path)
    parser.add_argument("--copies", type=int, default=0)
    given = parser.parse_args()
    start()
    if given.copies:
        show_copies(given.courses[0] if given.courses else corpus.course("6.034-fall-2010"), given.copies)
        return
    print(f"{'course':34} {'files':>6} {'hugo alone':>11} {'publish':>9} {'budget':>8} {'click to live':>14}")
    for folder in given.courses or corpus.COURSES:
        print(measured(folder), flush=True)


def measured(folder: Path) -> str:
    """One line of the table."""
    site = imported(folder)
    build, seconds, wall = published(site)
    alone = hugo_alone(build)
    budget = BUDGET_FACTOR * alone + BUDGET_SECONDS
    verdict = "" if seconds <= budget else "  OVER"
    return f"{folder.name:34} {build.files:6} {alone:10.2f}s {seconds:8.2f}s {budget:7.2f}s {wall:13.2f}s{verdict}"


def imported(folder: Path) -> "Site":
    """The course as a site."""
    from learnstead.config.course_import import import_and_commit  # noqa: PLC0415 - needs Django

    return import_and_commit(str(folder)).site


def published(site: "Site") -> tuple["Build", float, float]:
    """Publish it live; CPU seconds, and seconds from the request to the switch."""
    from learnstead.config.publishing import request  # noqa: PLC0415 - needs Django
    from learnstead.flows.publish_site import publish_waiting_builds  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django

    before, since = cpu_seconds(), time.perf_counter()
    build = request(site.name, "live")
    publish_waiting_builds(site=str(site.pk), services=services())
    seconds, wall = cpu_seconds() - before, time.perf_counter() - since
    build.refresh_from_db()
    if build.status != build.Status.SUCCEEDED:
        raise SystemExit(f"{site.name}: {build.message}")
    return build, seconds, wall


def hugo_alone(build: "Build") -> float:
    """CPU seconds of Hugo on the build's files."""
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django
    from learnstead.ports.site_build import BuildOrder  # noqa: PLC0415 - needs Django
    from learnstead.studio.domain.workspace import write_files  # noqa: PLC0415 - needs Django

    folder = services().scratch / "alone"
    rmtree(folder, ignore_errors=True)
    for _ in write_files(folder / "source", services().git.files(build.site.short_id, build.commit)):
        pass
    url = f"/{build.site.url_path}/"
    order = BuildOrder(folder / "source", folder / "site", build.site.starter.theme, url, drafts=False)
    before = cpu_seconds()
    services().builder.build(order)
    return cpu_seconds() - before


def show_copies(folder: Path, copies: int) -> None:
    """Publish copies one after another in this one process, as a worker does."""
    process = psutil.Process()
    tenths: list[tuple[float, float]] = []
    for number, site in enumerate(_copies(folder, copies), start=1):
        _, seconds, _ = published(site)
        tenths.append((seconds, process.memory_info().rss / 1e6))
        if number % max(1, copies // 10) == 0:
            part = tenths[-max(1, copies // 10) :]
            average = sum(one for one, _ in part) / len(part)
            print(f"{number:4} sites: {average:5.2f} CPU-s each, {part[-1][1]:6.1f} MB in the worker", flush=True)


def _copies(folder: Path, copies: int) -> Iterator["Site"]:
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django

    for number in range(copies):
        copy = services().scratch / "copies" / f"{folder.name}-{number}"
        copytree(folder, copy)
        _make_writable(copy)
        yield imported(copy)
        rmtree(copy)


def _make_writable(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)


if __name__ == "__main__":
    main()

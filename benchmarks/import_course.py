"""What an import, a second import and a save cost, in CPU seconds and beside the least that could be done.

    .venv/bin/python benchmarks/import_course.py [COURSE_FOLDER ...]

Each course is imported into a throw-away installation with a PostgreSQL of its own, commit included. The baseline is
reading the course's files and parsing their YAML with PyYAML's C loader: what any importer has to do. The CPU time of
that PostgreSQL counts. Without arguments: the real courses in ../shared, largest first.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import corpus, installation

SAVES = 20


def main() -> None:
    """Measure the courses given, or all there are."""
    folders = [Path(given) for given in sys.argv[1:]] or corpus.COURSES
    folders = sorted(folders, key=lambda folder: -sum(1 for _ in folder.rglob("*.md")))
    start_studio()
    print(f"{'course':34} {'files':>5} {'baseline':>9} {'import':>8} {'ratio':>6} {'again':>7} {'save to commit':>15}")
    for folder in folders:
        print(measured(folder), flush=True)


def start_studio() -> None:
    """Start PostgreSQL, load Django and make the tables."""
    installation.start_database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    call_command("migrate", verbosity=0)


def measured(folder: Path) -> str:
    """One line of the table."""
    from learnstead.config.course_import import import_and_commit  # noqa: PLC0415 - needs Django

    baseline, files = cpu(lambda: read_and_parse(folder))
    first, report = cpu(lambda: import_and_commit(str(folder)))
    again, _ = cpu(lambda: import_and_commit(str(folder)))
    saves = saves_of(report.site)
    return (
        f"{folder.name:34} {files:5} {baseline:8.2f}s {first:7.2f}s {first / baseline:6.1f} {again:6.2f}s"
        f"  median {statistics.median(saves):4.0f} ms, worst {max(saves):4.0f} ms"
    )


def read_and_parse(folder: Path) -> int:
    """Read every file and parse its YAML."""
    count = 0
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".md" and text.startswith("---\n"):
                yaml.load(text[4:].partition("\n---\n")[0], Loader=yaml.CSafeLoader)
            count += 1
    return count


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process and of the PostgreSQL processes it works with."""
    before = spent()
    result = work()
    return spent() - before, result


def spent() -> float:
    """CPU seconds so far, those of the PostgreSQL of this installation included."""
    total = time.process_time()
    for process in psutil.process_iter(["name"]):
        try:
            if process.info["name"] == "postgres" and process.cwd().startswith(str(installation.FOLDER)):
                times = process.cpu_times()
                total += times.user + times.system
        except psutil.Error:
            continue
    return total


def saves_of(site: Any) -> list[float]:
    """Milliseconds from the click on Save to the commit, for edits of one page."""
    from learnstead.kernel import clock  # noqa: PLC0415 - needs Django
    from learnstead.people.models import User  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django
    from learnstead.studio.domain import changes, contents  # noqa: PLC0415 - needs Django
    from learnstead.studio.models import Content  # noqa: PLC0415 - needs Django

    by, _ = User.objects.get_or_create(username="ada", is_staff=True)
    page = Content.objects.filter(site=site, is_page=True).select_related("site__starter").order_by("pk")[0]
    taken = []
    for number in range(SAVES):
        start = time.perf_counter()
        page = contents.save(
            content=page,
            by=by,
            at=clock.now(),
            queue=services().queue,
            expected_version=page.version,
            markdown=f"{number}\n",
        )
        changes.drain(site=site, git=services().git)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


if __name__ == "__main__":
    main()

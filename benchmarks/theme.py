"""How much CPU the course theme costs, beside Hugo itself on the same content in the same run.

    python benchmarks/theme.py [FOLDER_OF_COURSES]

The baseline is a theme of two lines over the same shortcodes and configuration. CPU seconds are user plus system time;
the best of three runs counts, because other work on the machine can only add.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from learnstead.adapters.hugo import find_hugo

ROOT = Path(__file__).parents[1]
THEMES = ROOT / "themes"
BUDGETS = {"15.071-spring-2017": 3.0, "6.034-fall-2010": 1.0}
RUNS = 3


def main() -> int:
    """Print a table; fail when a course with a budget is over it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "corpus" / "ocw"
    courses = sorted(path for path in folder.glob("*") if (path / "content").is_dir())
    if not courses:
        print(f"no courses in {folder}; name a folder of course repositories")
        return 1
    print(f"{'course':32} {'files':>6} {'theme CPU-s':>12} {'baseline':>9} {'ratio':>6} {'budget':>7}")
    results = [measured(course) for course in courses]
    return 0 if all(results) else 1


def measured(course: Path) -> bool:
    """One line of the table; whether the course is within its budget."""
    with TemporaryDirectory(prefix="theme-") as name:
        work = Path(name)
        shutil.copytree(course, work / "course", copy_function=shutil.copyfile)
        ours = best(work, THEMES)
        bare = best(work, bare_theme(work))
    budget = BUDGETS.get(course.name)
    files = sum(1 for _ in course.rglob("*.md"))
    shown = f"{budget:7.1f}" if budget else f"{'':7}"
    print(f"{course.name:32} {files:6} {ours:12.2f} {bare:9.2f} {ours / bare:6.2f} {shown}", flush=True)
    return budget is None or ours <= budget


def bare_theme(work: Path) -> Path:
    """What any theme must do: the title, the text, the front matter as JSON."""
    layouts = work / "themes" / "course" / "layouts"
    shutil.copytree(THEMES / "course" / "layouts" / "_shortcodes", layouts / "_shortcodes")
    shutil.copytree(THEMES / "course" / "layouts" / "_partials", layouts / "_partials")
    (layouts / "all.html").write_text("<title>{{ .Title }}</title>{{ .Content }}")
    (layouts / "all.data.json").write_text('{{ merge .Params (dict "content" .Content) | jsonify }}')
    (layouts / "all.contentmap.json").write_text("{}")
    return work / "themes"


def best(work: Path, themes: Path) -> float:
    """The least CPU seconds of a few builds into an empty folder."""
    return min(build(work, themes) for _ in range(RUNS))


def build(work: Path, themes: Path) -> float:
    """CPU seconds of one build."""
    shutil.rmtree(work / "site", ignore_errors=True)
    command = [
        str(find_hugo(None)),
        "--quiet",
        "--noBuildLock",
        f"--source={work / 'course'}",
        f"--config={THEMES / 'course' / 'site.yaml'}",
        f"--themesDir={themes}",
        "--theme=course",
        "--baseURL=/courses/benchmark/",
        f"--destination={work / 'site'}",
    ]
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    sys.exit(main())

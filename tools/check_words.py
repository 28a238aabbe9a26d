"""Words and names that must not be in the repository, each with its reason."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BANNED_NAMES = {"utils", "helpers", "common", "misc", "api", "tasks", "manager", "service", "constants"}
TEXT_LIMIT = 2_000_000

# A pattern, and what is wrong with it. Character classes keep this file from finding itself.
BANNED_WORDS = (
    (r"(?<![\w.$}/-])/(?:[w]ork|root|home/\w+|tmp/\w+)/", "a path of one machine; take it from the configuration"),
    (
        r"\b(?:[p]ypi\.org|[f]iles\.pythonhosted|registry\.[n]pmjs)",
        "a package registry; indexes are configured",
    ),
    (r"\b(?:[T]ODO|[F]IXME|[X]XX)\b", "unfinished work; finish it or open an issue"),
    (r"^(?:[<]{7}|[>]{7}) ", "a merge conflict"),
    (
        r"\bmock\.[p]atch\b|\bmonkeypatch\.[s]etattr\b|\bMagic[M]ock\b",
        "patching; use the real thing",
    ),
    (r"-----BEGIN [A-Z ]*PRIVATE [K]EY", "a secret"),
)
# Content, not code: a course may speak of anything. Bundles are made by a tool.
CONTENT = ("examples/", "docs/adr/", "CHANGELOG.md", "LICENSE")


def main() -> None:
    """Read every file git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    faults = [fault for name in listed if (ROOT / name).is_file() for fault in (*name_faults(name), *word_faults(name))]
    if faults:
        sys.exit("\n".join(faults))


def name_faults(name: str) -> list[str]:
    """A name that says the role instead of the subject."""
    path = Path(name)
    if path.suffix == ".py" and BANNED_NAMES & {part.removesuffix(".py").strip("_") for part in path.parts}:
        return [f"{name}: name it for its subject; {', '.join(sorted(BANNED_NAMES))} say nothing"]
    return []


def word_faults(name: str) -> list[str]:
    """Banned words, with the line they are on."""
    path = ROOT / name
    if name.startswith(CONTENT) or ".min." in name or path.stat().st_size > TEXT_LIMIT:
        return []
    try:
        lines = path.read_text().splitlines()
    except UnicodeDecodeError:
        return []
    return [
        f"{name}:{number}: {reason}: {found.group(0).strip()}"
        for number, line in enumerate(lines, 1)
        for pattern, reason in BANNED_WORDS
        if (found := re.search(pattern, line))
    ]


if __name__ == "__main__":
    main()

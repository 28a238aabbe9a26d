"""The page about faults names every drill, and tests that exist."""

import re
from pathlib import Path

from learnstead.data.drills import faults

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/reference/faults.md").read_text()


def test_every_drill_is_on_the_page():
    assert [name for name in faults.every() if f"`{name}`" not in PAGE] == []


def test_every_past_failure_names_a_test_that_exists():
    rows = re.findall(r"^\| (\d+) \|.*`(tests/[\w/]+\.py)::(test_\w+)`", PAGE, flags=re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 26))
    missing = [name for _, path, name in rows if f"def {name}(" not in (ROOT / path).read_text()]
    assert missing == []

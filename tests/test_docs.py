"""The pages that must keep up with the code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTING = re.compile(r"\b(?:LEARNSTEAD_[A-Z_]+|DATABASE_URL)\b")
PAGES = sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_every_setting_is_described_and_every_described_one_exists() -> None:
    code = [path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.py")]
    found = {name for path in code for name in SETTING.findall(path.read_text())}
    used = {name for name in found if not name.startswith("LEARNSTEAD_SOURCE_")}  # those are in ingestion.md
    described = set(SETTING.findall((ROOT / "docs/reference/settings.md").read_text()))
    assert {name for name in used if not name.endswith("_")} == {name for name in described if not name.endswith("_")}


@pytest.mark.parametrize("writer", ["command_reference", "flow_reference", "ingestion_reference"])
def test_a_page_made_from_the_code_says_what_the_code_says(writer: str) -> None:
    checked = subprocess.run(
        [sys.executable, f"tools/{writer}.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    dead = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert dead == []

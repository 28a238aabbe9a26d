"""The bundles in the repository belong to the sources in the repository."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTEXTS = ROOT / "src/learnstead"


@pytest.mark.parametrize("context", ["studio", "video"])
def test_the_bundles_were_built_from_these_sources(context) -> None:
    web = CONTEXTS / context / "web"
    sources = [*(path for path in (web / "assets").rglob("*") if path.is_file()), ROOT / "package-lock.json"]
    digest = hashlib.sha256()
    for path in sorted(sources, key=str):
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(path.read_bytes())
    recorded = json.loads((web / f"static/{context}/assets.json").read_text())
    assert recorded == {"sources": digest.hexdigest()}, "run 'make assets' and commit what it writes"


def test_no_lock_names_a_registry() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


@pytest.mark.parametrize("context", ["studio", "video"])
def test_the_pages_hold_no_inline_script_or_style(context) -> None:
    for template in (CONTEXTS / context / "web/templates").rglob("*.html"):
        if template.name.startswith("mail"):
            continue  # a mail program reads no style sheet
        text = template.read_text()
        assert " style=" not in text, template
        assert "<style" not in text, template
        assert " onclick=" not in text, template


@pytest.mark.parametrize(("bundle", "holder"), [("video/hls", "Dailymotion"), ("studio/editor", "Haverbeke")])
def test_what_others_wrote_brings_its_licence_along(bundle, holder) -> None:
    context, _, name = bundle.partition("/")
    static = CONTEXTS / context / "web/static" / context
    assert (static / f"{name}.min.js").is_file()
    assert holder in (static / f"{name}.LICENSE.txt").read_text()

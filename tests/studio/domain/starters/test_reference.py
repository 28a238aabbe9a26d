"""The reference of starters is complete."""

from pathlib import Path

import pytest

from learnstead.studio.domain.starters import Widget
from learnstead.studio.domain.starters.fields import FIELD_KEYS
from learnstead.studio.domain.starters.reading import COLLECTION_KEYS, FILE_KEYS, SITE_KEYS

REFERENCE = (Path(__file__).parents[4] / "docs/reference/starters.md").read_text(encoding="utf-8")
KEYS = {*SITE_KEYS, *COLLECTION_KEYS, *FILE_KEYS, *FIELD_KEYS}


@pytest.mark.parametrize("word", sorted({*KEYS, *map(str, Widget)}))
def test_every_key_and_widget_is_explained(word: str) -> None:
    assert f"`{word}`" in REFERENCE

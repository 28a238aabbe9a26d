"""The starters that come with the product."""

from pathlib import Path

import pytest

from learnstead.config.starters import THEMES, register_built_in_starters, starter_called

pytestmark = pytest.mark.django_db


def test_every_shipped_starter_is_rendered_with_the_theme_it_lies_in() -> None:
    assert {(starter.slug, starter.theme) for starter in register_built_in_starters()} == {
        ("course", "course"),
        ("www", "www"),
    }


def test_a_starter_from_elsewhere_describes_a_kind_of_course(tmp_path: Path) -> None:
    source = (THEMES / "www" / "starter.yaml").read_text()
    (tmp_path / "seminar.yaml").write_text(source)
    assert starter_called(str(tmp_path / "seminar.yaml")).theme == "course"

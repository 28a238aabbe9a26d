"""Learn's tests begin with an empty index and an empty store."""

import shutil
from collections.abc import Iterator

import pytest

from tests import installation


@pytest.fixture(autouse=True)
def _nothing_indexed_or_stored() -> Iterator[None]:
    _remove()  # tests elsewhere publish and index, too
    yield
    _remove()


def _remove() -> None:
    for name in ("search", "objects"):
        shutil.rmtree(installation.DATA / name, ignore_errors=True)

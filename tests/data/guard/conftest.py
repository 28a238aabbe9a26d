"""A feed of our own."""

import pytest

from tests.data.guard.feed import Feed


@pytest.fixture
def feed(tmp_path):
    return Feed(tmp_path)

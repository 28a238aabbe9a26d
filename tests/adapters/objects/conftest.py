"""A bucket for the tests of this folder."""

from collections.abc import Iterator

import pytest

from learnstead.adapters.objects.s3 import Place
from tests import s3


@pytest.fixture(scope="session")
def bucket() -> Iterator[Place]:
    with s3.bucket() as place:
        yield place

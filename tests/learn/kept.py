"""A catalogue that all tests of a module share: bringing one and indexing it takes longer than asking it something."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests import installation

PLACES = (installation.DATA / "search", installation.DATA / "objects")


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is brought within stays, with its index, until the module is over; what a test writes besides does not.

    The module must replace the fixture ``_nothing_indexed_or_stored`` by one that does nothing, and its tests must not
    change the index.
    """
    _remove()
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    _remove()


def _remove() -> None:
    for place in PLACES:
        shutil.rmtree(place, ignore_errors=True)

"""A thread that ends leaves no connection to the database behind."""

import gc
import threading

import pytest
from django.db import connection

from tests.config.supervisor.whole import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def is_there(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() is not None


@pytest.fixture
def _without_collector():
    """Nothing may depend on when it comes."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_without_collector")
def test_a_thread_that_ends_gives_its_connection_back():
    pids = []
    thread = threading.Thread(target=lambda: pids.append(backend()))
    thread.start()
    thread.join()
    assert pids != [backend()]
    eventually(lambda: not is_there(pids[0]))


def test_a_thread_that_goes_on_keeps_its_connection():
    assert backend() == backend()

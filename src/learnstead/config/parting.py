"""Gives a thread's connection to PostgreSQL back when the thread ends.

Django keeps a connection for each thread, in objects that only the collector finds. The web server ends threads that
had nothing to do for a while and starts others, so that after a few bursts the database would take no more clients.
"""

import threading
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_held = threading.local()


class _UntilTheEnd:
    """Goes with the thread that holds it, and has the connection closed."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __del__(self) -> None:
        self._connection.close()


def watch() -> None:
    """From now on, in this process."""
    connection_created.connect(_hold, dispatch_uid="parting")


def _hold(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    setattr(_held, connection.alias, _UntilTheEnd(connection.connection))

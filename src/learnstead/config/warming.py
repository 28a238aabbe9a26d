"""What the first visitors of a web process would wait for, done before it takes requests."""

import logging

from django.db import DatabaseError, connection

from learnstead.kernel.errors import Transient
from learnstead.learn.domain import searching
from learnstead.learn.domain.searching import Asked
from learnstead.ports.search import IndexMissing
from learnstead.ports.services import services

log = logging.getLogger(__name__)


def warm() -> None:
    """Search once by words and meaning: index, encoder and vectors are read. Where that fails, visitors are told why.

    It counts for no statistics.
    """
    given = services()
    try:
        searching.search(asked=Asked(text="learning"), index=given.search, encoder=given.encoder, vectors=given.vectors)
    except (IndexMissing, Transient, DatabaseError, OSError) as problem:
        log.info("search is not ready yet: %s", problem)
    finally:
        connection.close()

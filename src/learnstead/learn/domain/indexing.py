"""Keeps the search index in step with the catalogue."""

import logging
from collections.abc import Sequence

from django.db import connection

from learnstead.learn.domain import search_documents
from learnstead.learn.domain.releases import ask_for_rebuild
from learnstead.learn.models import LearningResource
from learnstead.ports.jobs import Queue
from learnstead.ports.search import IndexMissing, NoIndexYet, SearchIndex

# What was replaced still counts in how common words are. When so much of the index was, it is built anew at once;
# less than that waits for the next full hour, for building costs more than a little disorder.
MOST_REPLACED = 0.1

log = logging.getLogger(__name__)


def index_resources(*, ids: Sequence[int], index: SearchIndex, queue: Queue) -> None:
    """Bring the entries of resources up to date, or remove them; without an index, build one with everything."""
    listed = set(
        LearningResource.objects.filter(pk__in=ids, published=True, test_mode=False).values_list("pk", flat=True)
    )
    gone = [str(one) for one in ids if one not in listed]
    try:
        replaced = index.write(put=search_documents.entries(listed), remove=gone)
    except IndexMissing as problem:
        level = logging.INFO if isinstance(problem, NoIndexYet) else logging.WARNING
        log.log(level, "%s; building it now", problem)
        rebuild(index=index)
        return
    if replaced > MOST_REPLACED:
        ask_for_rebuild(queue)


def settle(*, index: SearchIndex, queue: Queue) -> None:
    """Ask for a fresh index if anything in this one was replaced: then results come in the order of a fresh one."""
    try:
        is_settled = not index.write()
    except IndexMissing:
        is_settled = False
    if not is_settled:
        ask_for_rebuild(queue)


def prepare() -> None:
    """Have the database count what is there: just after a large release it would read everything for each batch."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE learn_learningresource, learn_learningresourcerun, learn_contentfile")


def rebuild(*, index: SearchIndex) -> int:
    """Build the index from the catalogue beside the live one and switch; returns how many entries it has."""
    return index.rebuild(search_documents.published())

"""Keeps the search index in step with the catalogue."""

import logging
from collections.abc import Sequence

from learnstead.learn.domain import search_documents
from learnstead.learn.models import LearningResource
from learnstead.ports.search import IndexMissing, SearchIndex

log = logging.getLogger(__name__)


def index_resources(*, ids: Sequence[int], index: SearchIndex) -> None:
    """Bring the entries of resources up to date, or remove them; without an index, build one with everything."""
    listed = set(
        LearningResource.objects.filter(pk__in=ids, published=True, test_mode=False).values_list("pk", flat=True)
    )
    try:
        index.write(put=search_documents.entries(listed), remove=[str(one) for one in ids if one not in listed])
    except IndexMissing as problem:
        log.warning("%s; building it now", problem)
        rebuild(index=index)


def rebuild(*, index: SearchIndex) -> int:
    """Build the index from the catalogue beside the live one and switch; returns how many entries it has."""
    return index.rebuild(search_documents.published())

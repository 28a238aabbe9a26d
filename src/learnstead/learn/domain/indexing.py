"""Keeps the search index in step with the catalogue."""

import logging

from learnstead.learn.domain import search_documents
from learnstead.learn.models import LearningResource
from learnstead.ports.search import IndexMissing, SearchIndex

log = logging.getLogger(__name__)


def index_resource(*, resource_id: int, index: SearchIndex) -> None:
    """Bring one resource's entry up to date, or remove it; without an index, build one with everything."""
    resource = LearningResource.objects.filter(pk=resource_id, published=True).first()
    try:
        if resource:
            index.write(put=[search_documents.entry(resource)])
        else:
            index.write(remove=[str(resource_id)])
    except IndexMissing as problem:
        log.warning("%s; building it now", problem)
        rebuild(index=index)


def rebuild(*, index: SearchIndex) -> int:
    """Build the index from the catalogue beside the live one and switch; returns how many entries it has."""
    return index.rebuild(search_documents.published())

"""Brings the tables that learners' pages read to what the current versions of records say."""

from learnstead.learn.domain.writing import channels, feeds, files, resources
from learnstead.learn.domain.writing.context import Writing
from learnstead.learn.domain.writing.views import count_views

__all__ = ["Writing", "count_views", "write_all"]


def write_all(writing: Writing) -> None:
    """Write everything that the release touched; what belongs to a resource comes after it."""
    channels.write(writing)
    resources.write(writing)
    files.write(writing)
    feeds.write(writing)

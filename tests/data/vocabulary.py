"""News and events in the words of the ``loaded`` section of the expected results."""

from learnstead.kernel.contracts import FeedItem
from learnstead.learn.domain import vocabulary


def feed_items(records):
    """All news and events among the records."""
    return [vocabulary.item(record) for record in records if isinstance(record, FeedItem)]

"""Template filter: prose from elsewhere as plain words."""

from django import template

from learnstead.kernel import prose
from learnstead.learn.models import FeedItem

register = template.Library()
MARKUP = frozenset("<&")


@register.filter
def readable(text: str) -> str:
    """The words of a text that may be HTML; those of two paragraphs stay apart."""
    return prose.text_of_html(text) if MARKUP.intersection(text) else text


@register.filter
def opening(item: FeedItem) -> str:
    """How a piece of news begins; where its summary is its text with the paragraphs run together, that text."""
    summary, text = readable(item.summary), readable(item.content)
    is_the_same = _closed(text).startswith(_closed(summary))
    return text if summary and is_the_same else summary


def _closed(text: str) -> str:
    return "".join(text.split())

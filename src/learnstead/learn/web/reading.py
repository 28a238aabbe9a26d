"""Template filter: prose from elsewhere as plain words."""

from django import template

from learnstead.kernel import prose

register = template.Library()
MARKUP = frozenset("<&")


@register.filter
def readable(text: str) -> str:
    """The words of a text that may be HTML; those of two paragraphs stay apart."""
    return prose.text_of_html(text) if MARKUP.intersection(text) else text

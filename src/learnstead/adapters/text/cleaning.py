"""What every extractor's text goes through: nothing that cannot be stored, and not without end."""

import re

MOST_TEXT = 1_000_000
"""Characters; a page of 23 MB once overflowed everything behind it."""

# Control characters other than tab and line ends, halves of surrogate pairs, and the non-characters at the end.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str, *, most: int = MOST_TEXT) -> str:
    """The text as it can be stored and searched: nothing unfit, no space at the ends, at most so long."""
    start = text.lstrip()[: 2 * most]  # far more than is kept, so that cleaning has an end, too
    return _UNFIT.sub("", start.replace("\r\n", "\n")).strip()[:most].rstrip()


def line(words: object) -> str:
    """A title or a name on one line; empty when it is none."""
    return clean(" ".join(str(words).split()), most=256) if isinstance(words, str) else ""

"""Slugs: the readable part of a file name or an address."""

from slugify import slugify

FILENAME_LENGTH = 125


def slug_for(text: str, *, length: int = FILENAME_LENGTH) -> str:
    """Turn any text into lower-case ASCII words joined by hyphens; empty when nothing is left of it.

    A dot parts words as a space does, so "6.034" becomes "6-034".
    """
    return slugify(text, max_length=length, word_boundary=False)

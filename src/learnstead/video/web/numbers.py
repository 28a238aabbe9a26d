"""Numbers in requests, where anybody may have typed anything."""

MOST_DIGITS = 9  # fits every number of the database


def number(typed: str) -> int | None:
    """A number without a sign; None for anything else, and for what is too long to be meant."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None

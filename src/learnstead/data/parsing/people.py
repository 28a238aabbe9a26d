"""Names of people in one line of text."""

import re

AND = re.compile(r"\s+and\s+")
SERIES = re.compile(r"\s*,\s+and\s+|\s*,\s*")


def people_in(text: str | None) -> list[str]:
    """Names parted by "|"; without one, by the word "and", and by commas when the last of them says ", and".

    Other commas belong to a name, as in "Ada Byron, PhD".
    """
    line = text or ""
    if "|" in line:
        parts = line.split("|")
    elif re.search(r",\s+and\s", line):
        parts = SERIES.split(line)
    else:
        parts = AND.split(line)
    return [name for part in parts if (name := part.strip())]

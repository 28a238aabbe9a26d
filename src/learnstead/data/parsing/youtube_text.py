"""Descriptions of YouTube videos, without what is the same below every video."""

import re

KEYWORDS = (
    "instructors?|course|view the complete course|license|youtube playlist|chapters|watch this video in chinese"
    "|mit open learning|key moments|speakers"
)
LEFT_OUT = re.compile(
    rf"""(?ix)
    (?: {KEYWORDS.replace(" ", "[ ]")} ):   # what the platform shows elsewhere
    | \d+:\d\d(:\d\d)?\s                    # a chapter
    | .*https?://                           # an address, usually of the next thing to buy or follow
    | MIT[ ]+\w+\.\w+\S*[ ,].*\b\d{{4}}\s*$ # number and term of the course
    """
)
HOUSE_RULES = re.compile(
    r"We encourage constructive comments and discussion on OCW's YouTube.*?may be removed\.", re.DOTALL
)
GAP = re.compile(r"(?:[^\S\n]*\n){3,}")


def described(text: str) -> str:
    """What a description says about its video, with at most one empty line between paragraphs."""
    lines = HOUSE_RULES.sub("", text).split("\n")
    said = "\n".join(line for line in lines if not LEFT_OUT.match(line))
    return GAP.sub("\n\n", said).strip()

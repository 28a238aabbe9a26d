"""Count the words of a text file and show the commonest.

    python word_count.py the-ferryman.txt
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path


def words(text: str) -> list[str]:
    """The words of a text in lower case, without the punctuation around them."""
    stripped = (part.strip(".,:;!?\"'()") for part in text.lower().split())
    return [word for word in stripped if word]


def report(text: str, *, most: int = 5) -> str:
    lines = [f"{count:4}  {word}" for word, count in Counter(words(text)).most_common(most)]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(Path(sys.argv[1]).read_text(encoding="utf-8")))

"""Writes a list of university subjects as docs.jsonl, with queries whose answer is known: their own titles.

    python benchmarks/relevance/subjects.py SOURCE_FOLDER TARGET_FOLDER

The source has mit-subjects.json. Three collections are made of it, each of 300 titles drawn with a fixed seed: exact,
with their words shuffled, and with one typo in their longest word (a letter lost, two swapped, or one too many).
Several subjects may share a title; any of them is right.
"""

import json
import random
import string
import sys
from collections.abc import Callable
from pathlib import Path

COUNT, SEED = 300, 20


def main(source: Path, target: Path) -> None:
    """Write one folder for each kind of query."""
    subjects = json.loads((source / "mit-subjects.json").read_text())
    documents = {
        str(one["course_number"]): (" ".join(one["title"].split()), " ".join(one["description"].split()))
        for one in subjects
    }
    by_title: dict[str, list[str]] = {}
    for number, (title, _) in documents.items():
        by_title.setdefault(title, []).append(number)
    for name, changed in KINDS.items():
        dice = random.Random(SEED)  # noqa: S311 - the same queries every time
        titles = [title for title in sorted(by_title) if len(title.split()) > 1]
        drawn = dice.sample(titles, COUNT)
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        lines = [{"id": number, "title": title, "text": text} for number, (title, text) in documents.items()]
        write(folder / "docs.jsonl", lines)
        asked = [{"id": str(place), "text": changed(title, dice)} for place, title in enumerate(drawn)]
        write(folder / "queries.jsonl", asked)
        judged = [f"{place}\t{number}\t1" for place, title in enumerate(drawn) for number in by_title[title]]
        (folder / "qrels.tsv").write_text("\n".join(judged) + "\n")


def exact(title: str, _: random.Random) -> str:
    """The title as it is."""
    return title


def shuffled(title: str, dice: random.Random) -> str:
    """The words of the title in any order."""
    words = title.split()
    return " ".join(dice.sample(words, len(words)))


def misspelt(title: str, dice: random.Random) -> str:
    """The title with one typo in its longest word."""
    words = title.split()
    place = max(range(len(words)), key=lambda at: len(words[at]))
    word = words[place]
    at = dice.randrange(len(word) - 1)
    words[place] = dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + dice.choice(string.ascii_lowercase) + word[at:],
        ]
    )
    return " ".join(words)


def write(path: Path, lines: list[dict[str, str]]) -> None:
    """One JSON object on each line."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


KINDS: dict[str, Callable[[str, random.Random], str]] = {"exact": exact, "shuffled": shuffled, "misspelt": misspelt}

if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

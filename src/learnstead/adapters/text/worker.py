"""The process that reads files: one line of JSON in, one line of JSON out, until nobody asks any more."""

import contextlib
import json
import os
import resource
import select
import sys
from dataclasses import asdict
from pathlib import Path

from learnstead.adapters.text.cleaning import clean, line
from learnstead.adapters.text.reading import read
from learnstead.ports.text_extraction import NoText

MOST_MEMORY = 2 * 2**30
IDLE_SECONDS = 60


def main() -> None:
    """Answer requests ``{"path": …, "kind": …}``; what libraries print goes nowhere. Ends when it is not needed."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with contextlib.suppress(OSError, ValueError):  # not every system has this limit, or such a low one
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0] and (request := sys.stdin.readline()):
        asked = json.loads(request)
        answers.write(json.dumps(answer(Path(asked["path"]), asked["kind"])) + "\n")
        answers.flush()


def answer(path: Path, kind: str) -> dict[str, str]:
    """The text and what the file says about itself, or the problem."""
    try:
        found = read(path.read_bytes(), kind)
    except NoText as problem:
        return {"problem": str(problem)}
    except MemoryError:
        return {"problem": f"reading it takes more than {MOST_MEMORY >> 20} MB of memory"}
    except Exception as problem:  # noqa: BLE001 - a reader of strangers' files may raise anything
        return {"problem": f"{type(problem).__name__}: {problem}"}
    return {name: clean(words) if name == "text" else line(words) for name, words in asdict(found).items()}


if __name__ == "__main__":
    main()

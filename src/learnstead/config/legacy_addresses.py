"""What the command about addresses of the system before does."""

import csv
from dataclasses import asdict
from pathlib import Path

from learnstead.video.domain import legacy


def take(file: Path, *, move: bool, dry: bool) -> dict[str, int]:
    """Read the list and save it; how many addresses are new, moved, or the same as before."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            missing = [column for column in legacy.COLUMNS if column not in (table.fieldnames or ())]
            if missing:
                raise legacy.BadList([f"line 1: it has to name the columns; {' and '.join(missing)} are missing"])
            rows = [(table.line_num, row) for row in table]
    except (UnicodeDecodeError, csv.Error) as problem:
        raise legacy.BadList([f"line 1: {file.name} is no CSV file in UTF-8 ({problem})"]) from problem
    return asdict(legacy.take(rows, move=move, dry=dry))

"""Writes the lines of one scope."""

from pathlib import Path
from tempfile import TemporaryFile

from learnstead.data.guard.deciding import Lines
from learnstead.data.guard.good import LastGood
from learnstead.data.guard.staging import Lying, Staging
from learnstead.ports.objects import ObjectStore


def write_lines(
    objects: ObjectStore, key: str, lines: Lines, *, staged: Staging, good: LastGood, scratch: Path
) -> None:
    """The file of one scope, in the order of its keys; what is carried on keeps its bytes."""
    carried = good.lines({key: line for key, line in lines.items() if not isinstance(line, Lying)})
    old = next(carried, None)
    with TemporaryFile(dir=scratch) as file:
        for name in sorted(lines):
            line = lines[name]
            if isinstance(line, Lying):
                file.write(staged.read(line))
            elif old:
                file.write(old[1])
                old = next(carried, None)
        file.seek(0)
        objects.put(key, file)

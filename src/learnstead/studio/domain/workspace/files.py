"""Which files of a repository take part in a build, and in which form."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

MENUS = "config/_default/menus.yaml"
FOLDERS = ("content", "data")
# Templates: content that is code. A course is not allowed to bring any.
CODE = ".gotmpl"
# The key's name until Hugo 0.145; OCW's repositories have it.
OLD_BUILD_KEY = re.compile(rb"^_build:", re.MULTILINE)
END_OF_FRONT_MATTER = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)


def belongs(path: str) -> bool:
    """Whether the build sees this file: content, data and menus, but no configuration, templates or themes."""
    if path == MENUS:
        return True
    parts = PurePosixPath(path).parts
    return len(parts) > 1 and parts[0] in FOLDERS and ".." not in parts and not path.endswith(CODE)


def as_hugo_reads_it(path: str, data: bytes) -> bytes:
    """The bytes for Hugo: the front matter key ``_build`` under its present name, on the same line as before."""
    if not path.endswith(".md") or b"_build:" not in data:
        return data
    fences = list(END_OF_FRONT_MATTER.finditer(data))[:2]
    if len(fences) < 2 or fences[0].start() != 0:  # noqa: PLR2004 - an opening and a closing line
        return data
    end = fences[1].start()
    return OLD_BUILD_KEY.sub(b"build:", data[:end]) + data[end:]


def write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Write those that belong below ``folder``, and pass them on."""
    made: set[Path] = set()
    for path, data in files:
        if not belongs(path):
            continue
        data_for_hugo = as_hugo_reads_it(path, data)
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(data_for_hugo)
        yield path, data_for_hugo

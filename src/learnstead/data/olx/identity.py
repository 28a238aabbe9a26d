"""What a file of a course is called: its module id, its key, and its address."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from uuid import UUID

from learnstead.data.parsing.file_kinds import suffix_of

STATIC = "static"


def module_id(path: str, *, run_id: str) -> str:
    """The id Open edX gives to a block or an asset, as far as its path tells."""
    place = PurePosixPath(path.replace(" ", "_"))
    run = run_id.removeprefix("course-v1:")
    folder = place.parent.name or "course"
    if folder == STATIC:
        return f"asset-v1:{run}+type@asset+block@{place.name}"
    return f"block-v1:{run}+type@{folder}+block@{place.stem}"


def keys(paths: Iterable[str], *, run_id: str) -> Mapping[str, str]:
    """A key of its own for every path: its module id, with the path added where several files share one.

    What a learner reads (``html/x.html``) goes before what describes it (``html/x.xml``).
    """
    sharing: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        sharing[module_id(path, run_id=run_id)].append(path)
    made: dict[str, str] = {}
    for name, sharers in sharing.items():
        first, *others = sorted(sharers, key=lambda path: (suffix_of(path) == ".xml", path.count("/"), path))
        made[first] = name
        made.update({path: f"{name}#{path}" for path in others})
    return made


def address(name: str, *, base: str, run_id: str, video: str = "") -> str | None:
    """Where a learner finds it: an asset itself, or the place in the course that a block (or its video) is shown at.

    None for what has no place of its own: only blocks whose id is a UUID can be jumped to.
    """
    block = name.rpartition("@")[2]
    if name.startswith("asset"):
        return f"{base}/courses/{run_id}/jump_to_id/{video}" if video else f"{base}/{name}"
    return f"{base}/courses/{run_id}/jump_to_id/{block}" if _is_uuid(block) else None


def _is_uuid(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True

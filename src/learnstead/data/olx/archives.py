"""The archives of a platform's course runs: the newest of each run, fetched when it is new."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from learnstead.data.archives import BadArchive
from learnstead.data.extraction import Extraction
from learnstead.data.olx.course import PACKED, opened
from learnstead.data.snapshot import Payload, raw_key
from learnstead.data.wanted import say_what_is_missing
from learnstead.kernel.errors import Terminal
from learnstead.ports.bucket import BucketObject


def newest_archives(run: Extraction, *, prefix: str) -> Iterator[Payload]:
    """The newest archive of every run below ``prefix``, unless we have it. A scope is the folder of a run.

    An archive that is damaged, or has no documents in it, fails its run's scope: it never means "no files".
    """
    newest = _newest(run, prefix)
    if not newest:
        raise Terminal(f"there are no archives below {prefix} in the bucket; is it the right bucket?")
    run.listed(newest)
    say_what_is_missing(run, there=newest)
    for scope, archive in newest.items():
        version = f"{archive.key} {archive.version}"
        if run.wants(scope) and not run.is_current(scope, version=version):
            with run.scope(scope, version=version):
                yield _fetched(run, archive)


def run_folder(key: str) -> str:
    """The folder an archive lies in, which is named after its run."""
    return PurePosixPath(key).parent.name


def _newest(run: Extraction, prefix: str) -> dict[str, BucketObject]:
    """The latest archive in each folder; of two of the same moment, the last by name."""
    found: dict[str, BucketObject] = {}
    for item in run.walk(prefix):
        scope = run_folder(item.key)
        if item.key.endswith(PACKED) and scope:
            before = found.get(scope)
            if before is None or (item.modified, item.key) >= (before.modified, before.key):
                found[scope] = item
    return found


def _fetched(run: Extraction, archive: BucketObject) -> Payload:
    """The archive, once it is sure that it is one."""
    payload = run.object(archive.key, label="archive")
    try:
        with payload.objects.open(raw_key(payload.sha256)) as file, opened(file) as course:
            count = len(course.documents)
    except BadArchive as problem:
        raise BadArchive(f"{archive.key}: {problem}") from problem
    if not count:
        raise BadArchive(f"{archive.key} has no documents in it; a course without any is not believed")
    run.complete(f"{count} documents, the archive was read to its end")
    return payload

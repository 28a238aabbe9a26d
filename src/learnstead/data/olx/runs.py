"""Which run an archive belongs to: as the catalogue of the platform spells it."""

from collections.abc import Callable, Iterator, Mapping

from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.olx.contents import Contents
from learnstead.data.olx.course import opened
from learnstead.data.snapshot import Payload, Snapshot, raw_key
from learnstead.kernel.contracts import ContentParent, LearningResource

Spelling = Callable[[str], str]


def content_files(
    snapshot: Snapshot, given: Given, *, catalogue: str, platform: str, spelling: Spelling = str
) -> Iterator[Candidate | Quarantined]:
    """All documents of all archives.

    ``catalogue`` is the source that knows the runs, ``platform`` where a run is that it does not know (yet), and
    ``spelling`` makes the ids of archives and catalogue alike.
    """
    known: Mapping[str, ContentParent] | None = None
    for payload in snapshot.payloads("archive"):
        if known is None:
            known = _parents(given, catalogue, spelling)
        parent = known.get(spelling(payload.scope)) or ContentParent(platform=platform, run_id=payload.scope)
        with payload.objects.open(raw_key(payload.sha256)) as file, opened(file) as course:
            base = given.settings["base_url"].rstrip("/")
            contents = Contents(course, parent=parent, etl_source=catalogue, base=base, texts=given.texts)
            yield from _records(contents, payload)


def _records(contents: Contents, payload: Payload) -> Iterator[Candidate | Quarantined]:
    yield from each(contents.documents(), contents.record, payload=payload, key=contents.record_key)
    for path, reason in contents.course.damaged.items():
        key = contents.record_key(path)
        yield Quarantined(reason=reason, payload=payload.sha256, scope=payload.scope, key=key, excerpt=path)


def _parents(given: Given, catalogue: str, spelling: Spelling) -> dict[str, ContentParent]:
    """The runs of the last good catalogue."""
    return {
        spelling(run.run_id): ContentParent(platform=record.platform, run_id=run.run_id)
        for record in given.latest(catalogue)
        if isinstance(record, LearningResource) and record.platform
        for run in record.runs or ()
    }

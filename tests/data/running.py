"""Runs the two functions of a source for real: fetch from a server, keep, normalise. No guard, no release."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.egress.waiting import Time
from learnstead.adapters.objects.folder import FolderStore
from learnstead.data import registry
from learnstead.data.extraction import Extraction, Means
from learnstead.data.normalising import Candidate, Given, Quarantined, Texts
from learnstead.data.snapshot import Journal, Snapshot
from learnstead.data.source import Source
from learnstead.kernel.contracts import Record
from learnstead.ports.text_extraction import ExtractedText


class PlainTexts:
    """Reads everything as UTF-8 text, as the replay server's stand-in for Tika does with what is text."""

    def of(self, content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        return ExtractedText(text=content.decode("utf-8", errors="replace"))


@dataclass(frozen=True)
class Ran:
    """What came of it."""

    journal: Journal
    snapshot: Snapshot
    candidates: list[Candidate]
    quarantined: list[Quarantined]

    @property
    def records(self) -> list[Record]:
        return [candidate.record for candidate in self.candidates]

    def scope(self, name):
        return next(report for report in self.journal.scopes if report.scope == name)


def run_source(  # noqa: PLR0913 - each is one thing a test may say of the world
    name: str | Source,
    *,
    folder: Path,
    replay: str,
    now: datetime | str = datetime(2024, 9, 1, 12, tzinfo=UTC),
    bucket: Path | None = None,
    settings: Mapping[str, str] | None = None,
    latest: Mapping[str, Sequence[Record]] | None = None,
    only: Sequence[str] = (),
    texts: Texts | None = None,
    versions: Mapping[str, str] | None = None,
    before: Ran | None = None,
) -> Ran:
    """Fetch with ``replay`` as the whole world, and normalise.

    ``latest``: the last good records of other sources; ``versions``: what the last good content of scopes was called;
    ``before``: an earlier run in the same folder, whose answers are remembered.
    """
    source = name if isinstance(name, Source) else registry.named(name)
    now = datetime.fromisoformat(now) if isinstance(now, str) else now
    known = latest or {}

    def of(other: str) -> Iterator[Record]:
        return iter(known.get(other, ()))

    given = {setting.name: setting.default for setting in source.settings} | dict(settings or {})
    snapshot = Snapshot(FolderStore(folder / "objects"), source=source.name, run="run-2" if before else "run-1")
    means = Means(
        egress=HttpEgress(scratch=folder / "scratch", replay=replay, time=Time(sleep=lambda _seconds: None)),
        bucket=FolderBucket(bucket) if bucket else None,
        hosts=source.hosts,
        latest=of,
        version_of=lambda scope: (versions or {}).get(scope, ""),
        last_payload=before.snapshot.answered() if before else lambda _address: None,
    )
    extraction = Extraction(snapshot, means=means, now=now, settings=given, only=only)
    journal = extraction.finish(source.extract(extraction))
    made = list(source.normalise(snapshot, Given(now=now, settings=given, texts=texts or PlainTexts(), latest=of)))
    return Ran(
        journal=journal,
        snapshot=snapshot,
        candidates=[one for one in made if isinstance(one, Candidate)],
        quarantined=[one for one in made if isinstance(one, Quarantined)],
    )

"""Sources that read our own sample payloads, with all well."""

from datetime import UTC, datetime
from pathlib import Path

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.egress.waiting import Time
from learnstead.adapters.ledger.memory import MemoryLedger
from learnstead.data import registry
from learnstead.data.drills.drill import Ground, Means, prepare
from learnstead.data.drills.recording import Recording, recorded, with_objects
from learnstead.data.extraction import Extraction
from learnstead.data.extraction import Means as Fetching
from learnstead.data.snapshot import Snapshot
from tests.data.drills.memory_store import MemoryStore
from tests.data.feeds import bucket_of, feed_of
from tests.data.running import PlainTexts

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HURRIED = Time(sleep=lambda _seconds: None)
PATIENCE_SECONDS = 0.1


def recording_of(name: str, folder: Path) -> Recording:
    """What the sample payloads of a source answer."""
    source, store = registry.named(name), MemoryStore()
    samples = bucket_of(name, folder / "samples", today=NOW)
    bucket = FolderBucket(samples) if samples else None
    with feed_of(name) as world:
        means = Fetching(
            egress=HttpEgress(scratch=folder / "scratch", replay=world.url, time=HURRIED),
            bucket=bucket,
            hosts=source.hosts,
            latest=lambda _name: iter(()),
            version_of=lambda _scope: "",
        )
        extraction = Extraction(
            Snapshot(store, source=name, run="first"), means=means, now=NOW, settings=settings_of(name)
        )
        extraction.finish(source.extract(extraction))
    recording = recorded(store, source=name, runs=["first"])
    return with_objects(recording, bucket) if bucket else recording


def settings_of(name: str) -> dict[str, str]:
    return {
        setting.name: setting.default or (setting.stand_in if setting.required else "")
        for setting in registry.named(name).settings
    }


def ground_of(name: str, folder: Path, recording: Recording | None = None) -> Ground:
    scratch = folder / "scratch"

    def client(url):
        return HttpEgress(scratch=scratch, replay=url, time=HURRIED, attempts=2, most_patience=PATIENCE_SECONDS)

    means = Means(
        objects=MemoryStore(),
        aside=MemoryStore,
        ledger=MemoryLedger,
        egress=client,
        settings=settings_of(name),
        texts=PlainTexts(),
        latest=lambda _name: iter(()),
        scratch=scratch,
        now=lambda: NOW,
    )
    return prepare(registry.named(name), recording or recording_of(name, folder), means)

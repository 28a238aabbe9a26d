"""Releases of data sources for tests, as the data platform would lay them down."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from learnstead.kernel.contracts import LearningResource, Record, Run, digest, key_of, releases
from learnstead.kernel.contracts.releases import Line, Manifest, ScopeEntry
from learnstead.ports.objects import ObjectStore

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAYLOAD = "e" * 64


def lay_down(
    objects: ObjectStore,
    number: int,
    scopes: Mapping[str, Sequence[Record] | None],
    *,
    source: str = "library",
    clock: datetime | None = None,
    demo: bool = False,
    frozen: bool = False,
) -> str:
    """A release with these scopes (None: the scope is gone); later numbers were made later. Returns its id."""
    release = f"r{number}"
    entries = []
    for place, (scope, records) in enumerate(scopes.items()):
        name = f"{place}.jsonl"
        lines = sorted(records or [], key=key_of)
        content = hashlib.sha256("".join(digest(record) for record in lines).encode()).hexdigest()
        text = b"".join(
            releases.encode_line(
                Line(key=key_of(record), digest=digest(record), payload=PAYLOAD, run=f"run-{number}", record=record)
            )
            for record in lines
        )
        objects.put(f"{releases.prefix_of(source, release)}/{name}", text)
        entries.append(
            ScopeEntry(scope=scope, gone=True)
            if records is None
            else ScopeEntry(scope=scope, file=name, records=len(lines), content=content)
        )
    at = clock or NOON + timedelta(hours=number)
    manifest = Manifest(
        id=release,
        source=source,
        run=f"run-{number}",
        made=NOON + timedelta(hours=number),
        clock=at,
        demo=demo,
        frozen=frozen,
        scopes=entries,
    )
    objects.put(releases.manifest_key(source, release), releases.encode_manifest(manifest))
    return release


def course(name: str, **more: object) -> LearningResource:
    """A course that anybody can take at any time."""
    values: dict[str, object] = {
        "resource_type": "course",
        "readable_id": name,
        "platform": "edx",
        "etl_source": "library",
        "title": f"Course {name}",
        "url": f"https://library.example/{name}",
        "runs": [Run(run_id=f"{name}+1", availability="anytime")],
    }
    return LearningResource(**values | more)  # type: ignore[arg-type]

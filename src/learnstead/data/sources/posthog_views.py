"""PostHog views: files of events in a bucket; each is read once, and each event counts once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.parquet import columns_of, rows_of
from learnstead.data.snapshot import Payload, Snapshot, WrongShape
from learnstead.data.source import Setting, Source, Thresholds
from learnstead.kernel.contracts import ViewEvent
from learnstead.kernel.contracts.fields import ResourceType

NAME = "posthog_views"
NEEDED = {"uuid", "timestamp", "properties"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# One look at the properties of each row, so that no more than one copy of them is in memory.
EVENTS = """
    SELECT uuid::VARCHAR AS uuid, epoch_us(TRY_CAST("timestamp" AS TIMESTAMPTZ)) AS microseconds,
           properties IS NOT NULL AS has_properties,
           json_extract_string(
               TRY_CAST(properties AS JSON),
               ['$.resource', '$.resource.id', '$.learning_resource_id',
                '$.resource.resource_type', '$.resource.platform.code', '$.resource.readable_id']
           ) AS named
    FROM read_parquet($file)
"""


def extract(run: Extraction) -> Iterator[Payload]:
    """Each file that is new or has changed, a scope of its own. A file that was removed takes no views with it."""
    for found in run.walk(run.settings["prefix"]):
        if not found.key.endswith((".parquet", ".parquet.zst")) or not run.wants(found.key):
            continue
        if run.is_current(found.key, version=found.version):
            continue
        with run.scope(found.key, version=found.version):
            payload = run.object(found.key, label="events")
            if missing := NEEDED - columns_of(payload):
                raise WrongShape(f"{found.key} has no column {', '.join(sorted(missing))}; is it a file of events?")
            yield payload
            run.complete("the file is whole")


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """Each event that names a resource, whatever kind of event it is, once for each file."""
    for payload in snapshot.payloads("events"):
        yield from each(_looks(payload), view, payload=payload, key=lambda row: f"view:{row['uuid']}")


def view(row: Mapping[str, Any]) -> ViewEvent:
    """One look."""
    if row["named"] is None:
        raise ValueError("its properties are no JSON")
    return ViewEvent(
        event_uuid=row["uuid"],
        event_date=EPOCH + timedelta(microseconds=row["microseconds"]),
        etl_source=NAME,
        resource_id=int(_resource(row["named"]) or 0),
        **_words(row["named"]),
    )


def _looks(payload: Payload) -> Iterator[Mapping[str, Any]]:
    """Rows that name a resource, or should; the second row of the same event is left out."""
    seen = set()
    for row in rows_of(payload, EVENTS):
        named = row["named"]
        if row["has_properties"] and row["uuid"] not in seen and (named is None or _resource(named)):
            seen.add(row["uuid"])
            yield row


def _resource(named: Sequence[str | None]) -> str | None:
    """The number of the resource: that of ``resource`` when it says anything, else ``learning_resource_id``."""
    resource, its_number, number, *_ = named
    said = resource and resource.startswith("{") and resource != "{}"
    found = its_number if said else number
    return found if found != "0" else None


def _words(named: Sequence[str | None]) -> dict[str, Any]:
    """What the page called the resource, when it said all of it: numbers are those of the catalogue that was open."""
    resource_type, platform, readable_id = named[3:]
    if resource_type not in get_args(ResourceType) or not platform or not readable_id:
        return {}
    return {"resource_type": resource_type, "platform": platform, "readable_id": readable_id}


SOURCE = Source(
    name=NAME,
    title="PostHog views",
    transport="S3 Parquet event files",
    cadence="every 3 h",
    schedules=("45 */3 * * *",),
    stale_after=timedelta(days=1),
    data="resource view counts",
    owner="PostHog's batch export",
    brittle="the properties of events are whatever the web pages send; nothing describes them",
    scope="file",
    bucket="posthog-events",
    settings=(
        Setting("prefix", "where in the bucket the files of events lie, such as events/; everywhere when empty"),
    ),
    thresholds=Thresholds(may_be_empty=True),
    extract=extract,
    normalise=normalise,
)

"""Where a record of the catalogue came from. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Value
from django.db.models.functions import MD5

from learnstead.kernel.contracts.records import resource_key
from learnstead.learn.models import AppliedScope, CatalogueRecord, FeedItem, LearningResource

# Where staff see a record through time.
CONSOLE_RECORD = "/data/records/"


@dataclass(frozen=True)
class Origin:
    """Where what is shown of a resource was read: by which run of which source, from which bytes, since when.

    ``console`` is the address at which staff see more.
    """

    source: str
    scope: str
    run: str
    payload: str
    since: datetime
    applied_at: datetime | None
    console: str


def origin(resource: LearningResource) -> Origin | None:
    """None for a resource that no source brought."""
    key = resource_key(resource.resource_type, resource.platform, resource.readable_id)
    current = next((one for one in versions_of(source=resource.source, key=key) if one.valid_to is None), None)
    if current is None:
        return None
    reached = AppliedScope.objects.filter(source=current.source, scope=current.scope).first()
    return Origin(
        source=current.source,
        scope=current.scope,
        run=current.run,
        payload=current.payload,
        since=current.valid_from,
        applied_at=reached.applied_at if reached else None,
        console=f"{CONSOLE_RECORD}?{urlencode({'source': current.source, 'key': key})}",
    )


def versions_of(*, source: str, key: str) -> Sequence[CatalogueRecord]:
    """Every version of a record, the current one first."""
    by_digest = CatalogueRecord.objects.alias(key_md5=MD5("key")).filter(key_md5=MD5(Value(key)))  # as the index is
    return list(by_digest.filter(source=source, key=key).order_by("-pk"))


def page_of(version: CatalogueRecord) -> str:
    """The address of the page learners see of it; empty when there is none."""
    body = version.body
    if version.kind == "learning_resource":
        names = {"resource_type": body["resource_type"], "readable_id": body["readable_id"]}
        found = LearningResource.objects.filter(platform=body.get("platform") or "", **names).first()
        return found.get_absolute_url() if found else ""
    if version.kind == "feed_item":
        item = FeedItem.objects.filter(source=version.source, guid=body["guid"], published=True).first()
        return item.get_absolute_url() if item else ""
    return ""

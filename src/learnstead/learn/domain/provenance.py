"""Where a record of the catalogue came from. Nothing here writes."""

from collections.abc import Sequence

from django.db.models import Value
from django.db.models.functions import MD5

from learnstead.learn.models import CatalogueRecord, FeedItem, LearningResource


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

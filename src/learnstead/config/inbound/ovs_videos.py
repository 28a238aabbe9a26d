"""ODL Video Service: a video was changed or deleted there.

The message is checked as a whole, and then believed in one thing only: that the list is worth reading again.
"""

from collections.abc import Iterator
from typing import Any

from learnstead.config.inbound.receiving import Body, Refused, webhook
from learnstead.data import registry, taken_back
from learnstead.data.releasing import latest_records
from learnstead.data.sources import ovs
from learnstead.flows import ingest_source
from learnstead.kernel.contracts.records import key_of, resource_key
from learnstead.ports.services import services


def _told(body: Body) -> None:
    if body.get("delete") is True:
        _deleted(body)
    else:
        _changed(body)
    ingest_source.request(source=ovs.NAME, services=services(), trigger="webhook")


def _deleted(body: Body) -> None:
    """Gone with the next list that does not have it, and with it a playlist that had only this one."""
    key = body.get("video_id")
    if not isinstance(key, str) or not ovs.KEY.fullmatch(key):
        raise Refused("video_id must say which video was deleted")
    objects = services().objects
    _take_back(resource_key("video", ovs.NAME, key), reason="it was deleted there")
    gone = {one.key for one in taken_back.records(objects, source=ovs.NAME)}
    for empty in ovs.emptied(latest_records(objects, services().ledger, ovs.NAME), gone=gone):
        _take_back(empty, reason="all that was in it was deleted there")


def _take_back(key: str, *, reason: str) -> None:
    taken_back.take_back_record(services().objects, source=ovs.NAME, key=key, reason=reason)


def _changed(body: Body) -> None:
    key, collection = body.get("key"), body.get("collection")
    if not isinstance(key, str) or not ovs.KEY.fullmatch(key):
        raise Refused("key must be letters, digits, dots, dashes and underscores")
    if not isinstance(collection, dict) or not ovs.KEY.fullmatch(str(collection.get("key") or "")):
        raise Refused("collection must be an object with the key of the video's collection")
    service = _service()
    for name, address in _addresses(body):
        if not service.carries(address):
            raise Refused(f"{name}: its address must be https on a host that media may lie on")
    video, playlist = resource_key("video", ovs.NAME, key), ovs.playlist_key(collection["key"])
    for given in (video, playlist, key_of(ovs.CHANNEL)):
        taken_back.give_record_again(services().objects, source=ovs.NAME, key=given)


def _addresses(body: Body) -> Iterator[tuple[str, Any]]:
    """Every address in the message, with the field it is in."""
    if body.get("cta_link"):
        yield "cta_link", body["cta_link"]
    for field, name in (("sources", "src"), ("videothumbnail_set", "cloudfront_url")):
        items = body.get(field)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise Refused(f"{field} must be a list of objects")
        yield from ((field, item.get(name)) for item in items)


def _service() -> ovs.Service:
    declared = registry.named(ovs.NAME).settings
    outside = services().outside
    return ovs.Service.of(
        {setting.name: outside.setting(ovs.NAME, setting.name) or setting.default for setting in declared}
    )


told: Any = webhook(_told)

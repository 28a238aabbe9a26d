"""Our news and events in the words of the ``loaded`` section of the expected results."""

import msgspec

from learnstead.kernel.contracts import FeedItem


def feed_items(records):
    return [_feed_item(record) for record in records if isinstance(record, FeedItem)]


def _feed_item(record):
    detail = msgspec.to_builtins(record.news or record.event)
    fields = ("authors", "topics", "publish_date") if record.news else ("audience", "location", "event_type")
    whens = {} if record.news else dict.fromkeys(("event_datetime", "event_end_datetime"))
    lists = {name: [] for name in fields if name != "publish_date"}
    item = {name: getattr(record, name) for name in ("guid", "title", "url", "summary", "content")}
    picture = {"url": None, "description": None, "alt": None} | msgspec.to_builtins(record.image or {})
    return {**item, "image": picture if record.image else None, "detail": {**lists, **whens, **detail}}

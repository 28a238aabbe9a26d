"""What the command about originals does."""

from datetime import datetime
from typing import Any

from learnstead.kernel import clock
from learnstead.ports.services import services
from learnstead.video.domain import originals
from learnstead.video.domain.originals import Original

Row = dict[str, Any]


def listed(*, until: datetime | None) -> list[Row]:
    """What goes until then, or is due now."""
    return [_row(one) for one in originals.planned(until=until or clock.now())]


def removed() -> list[Row]:
    """Remove what is due now, whether a mail told of it or not: somebody means it."""
    return [_row(one) for one in originals.remove_due(at=clock.now(), objects=services().objects, untold=True)]


def _row(one: Original) -> Row:
    return {
        "video": one.video.hexkey,
        "title": one.video.title,
        "collection": one.video.collection.slug or one.video.collection.hexkey,
        "name": one.name,
        "key": one.key,
        "size": one.size,
        "free_since": one.free_since.isoformat() if one.free_since else "",
        "goes_at": one.goes_at.isoformat() if one.goes_at else "",
    }

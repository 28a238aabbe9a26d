"""Values as the tables keep them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from learnstead.kernel import prose
from learnstead.kernel.contracts import Price
from learnstead.learn.domain.offering import Offering, known


def clean(html: Any) -> str:
    """Prose that can be shown as it is."""
    text: str = known(html, "")
    return prose.clean_html(text) if "<" in text or "&" in text else text


def address(url: Any) -> str:
    """An address that a page may link to: on this server, or on the web. Anything else is nobody's business."""
    text: str = known(url, "")
    is_ours = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if is_ours or text.startswith(("https://", "http://")) else ""


def as_json(prices: Sequence[Price]) -> str:
    """Prices as JSON."""
    return msgspec.json.encode([{"amount": price.amount, "currency": price.currency} for price in prices]).decode()


def offered_columns(offered: Offering) -> dict[str, Any]:
    """What the clock may change, by the names of its columns."""
    return {
        "published": offered.published,
        "availability": offered.availability or "",
        "prices": as_json(offered.prices),
        "free": offered.free,
        "location": offered.location,
        "duration": offered.duration,
        "min_weeks": offered.min_weeks,
        "max_weeks": offered.max_weeks,
        "time_commitment": offered.time_commitment,
        "min_weekly_hours": offered.min_weekly_hours,
        "max_weekly_hours": offered.max_weekly_hours,
        "next_start_date": offered.next_start_date,
        "best_run_id": offered.best_run or "",
        "recheck_at": offered.changes_at,
    }

"""Values as the tables keep them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from learnstead.kernel.contracts import Price
from learnstead.learn.domain import text_extraction
from learnstead.learn.domain.offering import known


def clean(html: Any) -> str:
    """Prose that can be shown as it is."""
    text: str = known(html, "")
    return text_extraction.clean_html(text) if "<" in text or "&" in text else text


def as_json(prices: Sequence[Price]) -> str:
    """Prices as JSON."""
    return msgspec.json.encode([{"amount": price.amount, "currency": price.currency} for price in prices]).decode()

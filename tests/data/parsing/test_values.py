"""Amounts of money and points in time."""

from datetime import UTC, datetime

import pytest

from learnstead.data.parsing.moments import moment
from learnstead.data.parsing.prices import price, price_list
from learnstead.kernel.contracts import Price


def test_every_price_is_there_once_the_smallest_first():
    assert price_list(["49", 0, 49.0, ("12.5", "EUR")]) == [
        Price(amount="0.00"),
        Price(amount="12.50", currency="EUR"),
        Price(amount="49.00"),
    ]


def test_a_currency_nobody_knows_is_taken_for_dollars():
    assert price(5, "ZZZ").currency == "USD"


@pytest.mark.parametrize("amount", ["free", "-1", ""])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match=r"price|amount"):
        price(amount)


def test_an_offset_counts_and_no_offset_means_utc():
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)

    told = [moment(text) for text in ("2026-03-01T12:00:00Z", "2026-03-01T07:00:00-05:00", "2026-03-01T12:00:00")]
    assert told == [noon, noon, noon]
    assert (moment(None), moment("")) == (None, None)

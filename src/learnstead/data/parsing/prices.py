"""Amounts of money as the contract has them."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from iso4217 import Currency

from learnstead.kernel.contracts import Price

FREE = Decimal("0.00")
USD = "USD"

_CODES = frozenset(currency.code for currency in Currency)
Amount = str | int | float | Decimal


def price(amount: Amount, currency: str | None = USD) -> Price:
    """One price, to the cent; ValueError when it is no amount. An unknown currency is taken for dollars."""
    try:
        cents = Decimal(str(amount)).quantize(Decimal("0.01"))
    except InvalidOperation as problem:
        raise ValueError(f"{amount!r} is no amount of money") from problem
    if cents < 0:
        raise ValueError(f"a price of {amount} is below nothing")
    return Price(amount=str(cents), currency=known_currency(currency))


def price_list(amounts: Iterable[Amount | tuple[Amount, str | None]]) -> list[Price]:
    """Each price once, the smallest first."""
    told = (price(*amount) if isinstance(amount, tuple) else price(amount) for amount in amounts)
    unique = {(Decimal(one.amount), one.currency): one for one in told}
    return [unique[key] for key in sorted(unique)]


def known_currency(code: str | None) -> str:
    """The code if ISO 4217 has it, else USD."""
    return code if code and code in _CODES else USD

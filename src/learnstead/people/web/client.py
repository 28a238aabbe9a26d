"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest

LONGEST = 64


def client_address(request: HttpRequest) -> str:
    """The address that limits are counted by.

    ``X-Forwarded-For`` is believed only as far as ``LEARNSTEAD_TRUSTED_PROXIES`` says: each trusted proxy appends the
    address it was asked from, so with two of them the second entry from the right is the client. What stands further
    left anyone could have written. Without trusted proxies, or with fewer entries than those would have written, it
    is the peer.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    trusted: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if trusted and len(forwarded) >= trusted and forwarded[-trusted]:
        return forwarded[-trusted][:LONGEST]
    return peer[:LONGEST]

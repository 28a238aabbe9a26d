"""Signed webhooks after the Standard Webhooks specification 1.0 (https://www.standardwebhooks.com).

The signed text is ``id.timestamp.body``; the signature header may carry several signatures, one per live key,
so that a key can be replaced without losing a message.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from learnstead.kernel.errors import Terminal

TOLERANCE = timedelta(minutes=5)
SECRET_PREFIX = "whsec_"
VERSION = "v1"


class BadSignature(Terminal):
    """The message cannot be trusted: unsigned, altered, signed with another key, or too old."""


def sign(*, message_id: str, at: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The three headers that vouch for ``body``, signed with every one of ``keys`` (``whsec_`` + base64)."""
    timestamp = str(int(at.timestamp()))
    signatures = [f"{VERSION},{_signature(message_id, timestamp, body, key)}" for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def verify(*, headers: Mapping[str, str], body: bytes, keys: Sequence[str], at: datetime) -> str:
    """Return the message id when one of ``keys`` signed ``body`` within five minutes of ``at``; else BadSignature.

    Header names are looked up in lower case. The caller keeps the id to refuse a replay inside the window.
    """
    try:
        message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
        offered = headers["webhook-signature"].split()
        sent = datetime.fromtimestamp(int(timestamp), tz=at.tzinfo)
    except (KeyError, ValueError, OverflowError, OSError) as problem:
        raise BadSignature("the webhook lacks webhook-id, webhook-timestamp or webhook-signature") from problem
    if abs(at - sent) > TOLERANCE:
        raise BadSignature(f"the webhook was signed at {sent:%H:%M:%S}, more than {TOLERANCE} away from now")
    accepted = [f"{VERSION},{_signature(message_id, timestamp, body, key)}" for key in keys]
    if not any(hmac.compare_digest(one, other) for one in offered for other in accepted):
        raise BadSignature("no key known here signed this webhook")
    return message_id


def _signature(message_id: str, timestamp: str, body: bytes, key: str) -> str:
    try:
        secret = base64.b64decode(key.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as problem:
        raise Terminal("a webhook key must be 'whsec_' followed by base64") from problem
    signed = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()

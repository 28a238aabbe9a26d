"""What senders prove themselves with. None has a default: a scheme without a secret is off."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from learnstead.kernel.webhooks import BadSignature, verify

STANDARD, HEX, OCW = (
    "LEARNSTEAD_WEBHOOK_SECRET_STANDARD",
    "LEARNSTEAD_WEBHOOK_SECRET_MITLEARN",
    "LEARNSTEAD_WEBHOOK_SECRET_OCW",
)
HEX_HEADER = "x-mitlearn-signature"


@dataclass(frozen=True)
class Secrets:
    """The live secrets of each scheme, more than one while they are replaced. They are never shown."""

    standard: tuple[str, ...] = field(default=(), repr=False)
    hex: tuple[str, ...] = field(default=(), repr=False)
    ocw: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Secrets":
        """Those in the environment, separated by spaces."""
        return cls(*(tuple(env.get(name, "").split()) for name in (STANDARD, HEX, OCW)))

    def message_id(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> str:
        """Who sent this is known: the id of the message, empty in the older scheme that has none. BadSignature else.

        Header names are in lower case. Standard Webhooks count when they are there, whatever else is.
        """
        if "webhook-signature" in headers:
            return verify(headers=headers, body=body, keys=self.standard, at=at)
        offered = headers.get(HEX_HEADER, "").casefold().encode()
        if any(hmac.compare_digest(offered, _hex(secret, body)) for secret in self.hex):
            return ""
        raise BadSignature("no secret known here signed this webhook")

    def knows_ocw_key(self, key: object) -> bool:
        """Whether a key that came in a body is one of OCW's."""
        offered = key.encode() if isinstance(key, str) else b""
        return any(hmac.compare_digest(offered, known.encode()) for known in self.ocw)


def _hex(secret: str, body: bytes) -> bytes:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode()

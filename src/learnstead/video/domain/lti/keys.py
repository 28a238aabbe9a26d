"""The keys that our answers to learning platforms are signed with."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from joserfc.jwk import RSAKey

from learnstead.video.models import LtiKey

BITS = 2048


def fresh_nonce() -> str:
    """A number used once."""
    return secrets.token_urlsafe(24)


def signing_key(*, at: datetime) -> RSAKey:
    """The newest one; the first is made when it is needed."""
    found = _keys()
    return found[0] if found else _make(at=at)


def key_set(*, at: datetime) -> dict[str, Any]:
    """The public halves, as a JSON web key set."""
    found = _keys() or [_make(at=at)]
    return {"keys": [{**key.as_dict(private=False), "alg": "RS256", "use": "sig", "kid": key.kid} for key in found]}


def _keys() -> list[RSAKey]:
    """A key that cannot be decrypted any more is as good as none."""
    return [_named(RSAKey.import_key(row.private)) for row in LtiKey.objects.all() if row.private]


@transaction.atomic
def _make(*, at: datetime) -> RSAKey:
    key = RSAKey.generate_key(BITS)
    LtiKey.objects.create(private=key.as_pem(private=True).decode(), created_at=at)
    return _named(key)


def _named(key: RSAKey) -> RSAKey:
    key.ensure_kid()
    return key

"""The keys that our answers to learning platforms are signed with."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from learnstead.ports.signed_messages import SignedMessages
from learnstead.video.models import LtiKey


def fresh_nonce() -> str:
    """A number used once."""
    return secrets.token_urlsafe(24)


def signing_key(messages: SignedMessages, *, at: datetime) -> str:
    """The newest one, as PEM; the first is made when it is needed."""
    found = _keys()
    return found[0] if found else _make(messages, at=at)


def key_set(messages: SignedMessages, *, at: datetime) -> Mapping[str, Any]:
    """The public halves, as a JSON web key set."""
    return {"keys": [messages.public(key) for key in _keys() or [_make(messages, at=at)]]}


def _keys() -> list[str]:
    """A key that cannot be decrypted any more is as good as none."""
    return [row.private for row in LtiKey.objects.all() if row.private]


@transaction.atomic
def _make(messages: SignedMessages, *, at: datetime) -> str:
    return LtiKey.objects.create(private=messages.new_key(), created_at=at).private

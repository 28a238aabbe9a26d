"""Tokens inside a path, in the form that nginx's ``secure_link`` module checks, so that nginx and we agree on each.

A token is base64url(MD5("expiry:grant:scope key")), 22 characters, followed by the grant in 16 hex digits. Source
of the form: https://nginx.org/en/docs/http/ngx_http_secure_link_module.html. docs/adr/0020
says why MD5 will do.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from enum import Enum

GRANT_LENGTH = 16
TOKEN = r"[A-Za-z0-9_-]{22}[0-9a-f]{16}"


class Verdict(Enum):
    """What is to be said of a token."""

    GOOD = "good"
    WRONG = "wrong"
    EXPIRED = "expired"


def folder_scope(video: str, number: str) -> str:
    """Every object in the folder of one revision."""
    return f"s:{video}/{number}"


def file_scope(path: str, filename: str) -> str:
    """One object (``path`` is its key without "video/") to be saved as ``filename`` (percent-encoded)."""
    return f"o:{path}:{filename}"


class PathTokens:
    """Signs with the first of ``keys``; each of them vouches, so that a key can be replaced while addresses live."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [f" {key}".encode() for key in keys]

    def token(self, *, grant: str, expires: int, scope: str) -> str:
        """The token of ``grant`` for ``scope`` up to the epoch second ``expires``."""
        return _mac(f"{expires}:{grant}:{scope}".encode(), self._keys[0]) + grant

    def judge(self, *, token: str, expires: str, scope: str, now: float) -> Verdict:
        """Whether ``token`` (of the form ``TOKEN``) was made by us for this, and still counts."""
        mac, signed = token[:-GRANT_LENGTH], f"{expires}:{token[-GRANT_LENGTH:]}:{scope}".encode()
        if not any(hmac.compare_digest(_mac(signed, key), mac) for key in self._keys):
            return Verdict.WRONG
        return Verdict.EXPIRED if int(expires) < int(now) else Verdict.GOOD


def grant_of(token: str) -> str:
    """The grant that a token carries."""
    return token[-GRANT_LENGTH:]


def _mac(signed: bytes, key: bytes) -> str:
    digest = hashlib.md5(signed + key, usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()

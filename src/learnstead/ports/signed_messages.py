"""Signed messages between sites (JSON web tokens, RFC 7519), as learning platforms send and take them."""

from collections.abc import Mapping
from typing import Any, Protocol

from learnstead.kernel.errors import Terminal


class NotSigned(Terminal):
    """Nobody whose key is at the address signed this, or it is no message at all."""


class SignedMessages(Protocol):
    """RS256 and nothing else. Keys of others are fetched and kept; Transient or Terminal when they cannot be had."""

    def read(self, message: str, *, keys_url: str) -> Mapping[str, Any]:
        """The claims of a message signed with one of the keys there, whatever they say. NotSigned."""

    def write(self, claims: Mapping[str, Any], *, key: str) -> str:
        """A message signed with our ``key``, a PEM."""

    def new_key(self) -> str:
        """A new private key, as PEM."""

    def public(self, key: str) -> Mapping[str, Any]:
        """The public half of ``key`` as a JSON web key, with the id that messages name."""

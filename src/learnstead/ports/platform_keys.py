"""The public keys of learning platforms (LTI 1.3): what their launches are signed with."""

from collections.abc import Mapping
from typing import Any, Protocol


class PlatformKeys(Protocol):
    """Key sets by address."""

    def key_set(self, url: str, *, fresh: bool = False) -> Mapping[str, Any]:
        """A JSON web key set (RFC 7517). ``fresh``: a key was missing in the one we had. Transient or Terminal."""

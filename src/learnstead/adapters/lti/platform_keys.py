"""The public keys of learning platforms, over HTTP, kept for a while."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from learnstead.adapters.vendors import http
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal

KEPT = timedelta(hours=6)
# A stranger could make us ask again with every forged launch.
RARELY = timedelta(seconds=30)
MOST_BYTES = 256 * 1024


class PlatformKeys:
    """Asks each address at most twice a minute."""

    def __init__(self, *, now: Callable[[], datetime] = clock.now) -> None:
        self._now = now
        self._client = http.client()
        self._kept: dict[str, tuple[Mapping[str, Any], datetime]] = {}

    def key_set(self, url: str, *, fresh: bool = False) -> Mapping[str, Any]:
        """A JSON web key set (RFC 7517): from memory unless it is old, or ``fresh`` and not very new."""
        kept = self._kept.get(url)
        if kept and self._now() - kept[1] < (RARELY if fresh else KEPT):
            return kept[0]
        answer = http.send(self._client, "GET", url, to="the learning platform")
        found = http.object_in(answer) if len(answer.content) <= MOST_BYTES else {}
        if not answer.is_success or not isinstance(found.get("keys"), list):
            raise Terminal(
                f"there is no key set at {url} ({answer.status_code}); check the registration of the learning platform"
            )
        self._kept[url] = (found, self._now())
        return found

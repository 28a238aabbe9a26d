"""WebhookSender over HTTP, signed after the Standard Webhooks specification."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import httpx

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal, Transient
from learnstead.kernel.webhooks import sign

PATIENCE = httpx.Timeout(15.0, connect=5.0)
# The receiver may answer differently soon: it is busy, restarting, or its clock was corrected.
MAY_CHANGE = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class HttpWebhookSender:
    """Signs with every live key, so that a receiver may already know only the new one."""

    def __init__(self, *, keys: Sequence[str]) -> None:
        self._keys = keys

    def send(self, *, url: str, message_id: str, event: Mapping[str, Any]) -> None:
        """POST once; the job that calls this is what tries again. Redirects are not followed: a body stays here."""
        body = json.dumps(event, sort_keys=True, ensure_ascii=False).encode()
        headers = sign(message_id=message_id, at=clock.now(), body=body, keys=self._keys)
        try:
            answer = httpx.post(
                url,
                content=body,
                headers={**headers, "content-type": "application/json", "user-agent": "Learnstead"},
                timeout=PATIENCE,
                trust_env=False,
            )
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as problem:
            raise Terminal(f"{url!r} is not an address webhooks can be sent to: {problem}") from problem
        except httpx.HTTPError as problem:
            raise Transient(f"no answer from {url} to {event.get('type')!r}: {problem}") from problem
        if answer.is_success:
            return
        words = f"{url} answered {answer.status_code} to {event.get('type')!r}: {answer.text[:200]}"
        raise (Transient if answer.is_server_error or answer.status_code in MAY_CHANGE else Terminal)(words)

"""Webhooks that this installation sends to itself, delivered in the test's own process and transaction."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from learnstead.kernel import clock
from learnstead.kernel.webhooks import sign
from learnstead.ports.services import install, services


class ToOurselves:
    """A sender whose messages arrive at once; a refusal is the test's failure."""

    def send(self, *, url: str, message_id: str, event: Mapping[str, Any]) -> None:
        body = json.dumps(event).encode()
        headers = sign(message_id=message_id, at=clock.now(), body=body, keys=services().webhook_keys)
        path = urlsplit(url).path
        answer = Client().post(path, body, content_type="application/json", headers=headers)
        assert answer.status_code in {200, 202}, f"{path} answered {answer.status_code}: {answer.content!r:.300}"


@contextmanager
def to_ourselves() -> Iterator[None]:
    """While inside, webhooks are delivered here."""
    before = services()
    install(replace(before, webhooks=ToOurselves()))
    try:
        yield
    finally:
        install(before)

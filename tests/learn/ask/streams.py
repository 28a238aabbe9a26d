"""Asks over HTTP and reads the events."""

import json
from typing import Any

from django.test import Client

Event = tuple[str, dict[str, Any]]


def ask(question: str, *, client: Client | None = None, status: int = 200, **fields: str) -> list[Event]:
    """The events of an answer."""
    response = (client or Client()).post("/ask/stream", {"question": question, **fields})
    assert response.status_code == status, response.content
    return events(b"".join(response.streaming_content)) if status == 200 else [("problem", response.json())]  # type: ignore[arg-type]


def events(body: bytes) -> list[Event]:
    """The events in the body of a stream; their ids go up by one."""
    found, last = [], 0
    for frame in body.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in frame.splitlines() if not line.startswith(":"))
        if lines:
            assert last in {0, int(lines["id"]) - 1}
            last = int(lines["id"])
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def said(told: list[Event]) -> str:
    return " ".join(data["text"] for event, data in told if event == "sentence")


def status(told: list[Event]) -> str:
    return next((data["status"] for event, data in told if event == "done"), "")


def sources(told: list[Event]) -> list[str]:
    return [data["title"] for event, data in told if event == "citation"]

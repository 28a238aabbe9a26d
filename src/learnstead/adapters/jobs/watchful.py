"""A worker's connection to PostgreSQL that notices when it broke, and when a job has ended."""

import asyncio
import json
from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.connector import Notify
from procrastinate.exceptions import ConnectorException
from procrastinate.sql import queries

Answer = TypeVar("Answer")
SOMETHING_TO_DO = json.dumps({"type": "job_inserted", "job_id": 0})


class WatchfulConnector(PsycopgConnector):
    """``broken`` is set once an answer of PostgreSQL was lost: what it said about a job will never be known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.broken = asyncio.Event()
        self._wake: Notify | None = None

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Watch over the original. When a job has ended, the next with its lock can begin: do not wait for the poll."""
        await self._watch(super().execute_query_async(query, **arguments))
        if query == queries["finish_job"] and self._wake:
            await self._wake(channel="", payload=SOMETHING_TO_DO)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """Watch over the original."""
        return await self._watch(super().execute_query_one_async(query, **arguments))

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Watch over the original."""
        return await self._watch(super().execute_query_all_async(query, **arguments))

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Watch over the original, which is the first to hear of it."""
        self._wake = on_notification
        await self._watch(super().listen_notify(on_notification=on_notification, channels=channels))

    async def _watch(self, question: Awaitable[Answer]) -> Answer:
        try:
            return await question
        except ConnectorException as problem:
            if isinstance(problem.__cause__, psycopg.OperationalError | psycopg.InterfaceError):
                self.broken.set()
            raise

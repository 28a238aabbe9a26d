"""Vectors in a Qdrant server, over its REST protocol."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import UUID, uuid5

import httpx

from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.encoder import Vector
from learnstead.ports.vectors import Point

PATIENCE, BRIEF = timedelta(seconds=30), timedelta(seconds=2)
AT_ONCE = 500
# Equally near ones come in no order of theirs; with some more, those at the edge are told apart by our ids.
SPARE = 50
DIGITS = 5
PREFIX = "learnstead."
_NAMES = UUID("0b8b2f0e-5f4c-4f2c-9a3e-6d1d7f7a9c11")


class QdrantAway(Transient):
    """The server does not answer, or not as Qdrant does."""


class QdrantVectors:
    """Collections of a server at ``url``, such as "http://127.0.0.1:6333"; their names there begin with ``prefix``.

    Qdrant wants numbers or UUIDs for ids, so that ours are in the payload. Searches are exact, as the port says.
    """

    def __init__(
        self, url: str, *, key: str = "", prefix: str = PREFIX, patience: timedelta = PATIENCE, brief: timedelta = BRIEF
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Terminal(f"{url!r} is no address of a Qdrant server, such as http://127.0.0.1:6333")
        self._url, self._prefix = url.rstrip("/"), prefix
        self._patience, self._brief = patience.total_seconds(), brief.total_seconds()
        self._client = httpx.Client(
            headers={"api-key": key} if key else {}, limits=httpx.Limits(max_connections=8), trust_env=False
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def put(self, collection: str, points: Iterable[Point]) -> None:
        """Batch by batch; each is there once the server has said so."""
        rest = iter(points)
        while batch := list(islice(rest, AT_ONCE)):
            rows = [
                {
                    "id": _id(point.id),
                    "vector": list(point.vector),
                    "payload": {"point": point.id, "owner": point.owner, "checksum": point.checksum},
                }
                for point in batch
            ]
            path = f"{self._path(collection)}/points?wait=true"
            if self._asked("PUT", path, {"points": rows}) is None:
                self._make(collection, len(batch[0].vector))
                self._asked("PUT", path, {"points": rows})

    def remove(self, collection: str, *, ids: Iterable[str] = (), owners: Iterable[str] = ()) -> None:
        """By what the payload says."""
        gone = [_any("point", list(ids)), _any("owner", list(owners))]
        wanted = [one for one in gone if one["match"]["any"]]
        if wanted:
            self._asked("POST", f"{self._path(collection)}/points/delete?wait=true", {"filter": {"should": wanted}})

    def nearest(
        self, collection: str, vector: Vector, *, at_least: float, limit: int, owners: Sequence[str] = ()
    ) -> Sequence[tuple[str, float]]:
        """Compared by the server, in order here."""
        if not any(vector) or limit <= 0:
            return []
        body: dict[str, Any] = {
            "query": list(vector),
            "limit": limit + SPARE,
            "score_threshold": at_least,
            "params": {"exact": True},
            "with_payload": ["point"],
        }
        if owners:
            body["filter"] = {"must": [_any("owner", list(owners))]}
        said = self._asked("POST", f"{self._path(collection)}/points/query", body, patience=self._brief)
        found = [
            (row["payload"]["point"], round(float(row["score"]), DIGITS)) for row in (said or {}).get("points", ())
        ]
        ranked = sorted(((id_, min(score, 1.0)) for id_, score in found), key=lambda one: (-one[1], one[0]))
        return ranked[:limit]

    def vectors(self, collection: str, ids: Sequence[str]) -> Mapping[str, Vector]:
        """As the server keeps them."""
        body = {"ids": [_id(id_) for id_ in ids], "with_vector": True, "with_payload": ["point"]}
        rows = self._asked("POST", f"{self._path(collection)}/points", body, patience=self._brief)
        return {row["payload"]["point"]: row["vector"] for row in rows or ()}

    def checksums(self, collection: str, *, owners: Sequence[str] = ()) -> Mapping[str, str]:
        """Read page by page."""
        return {row["payload"]["point"]: row["payload"]["checksum"] for row in self._all(collection, owners)}

    def collections(self) -> Sequence[str]:
        """Those whose name begins as ours do."""
        said = self._asked("GET", "/collections") or {"collections": ()}
        names = (row["name"] for row in said["collections"])
        return sorted(_named(name.removeprefix(self._prefix)) for name in names if name.startswith(self._prefix))

    def drop(self, collection: str) -> None:
        """The server forgets it."""
        self._asked("DELETE", self._path(collection))

    def _make(self, collection: str, size: int) -> None:
        """Vectors have length 1, so that the dot product is the cosine; owners are looked up by an index."""
        path = self._path(collection)
        self._asked("PUT", path, {"vectors": {"size": size, "distance": "Dot"}})
        for field in ("owner", "point"):
            self._asked("PUT", f"{path}/index?wait=true", {"field_name": field, "field_schema": "keyword"})

    def _all(self, collection: str, owners: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        body: dict[str, Any] = {"limit": AT_ONCE, "with_payload": ["point", "checksum"]}
        if owners:
            body["filter"] = {"must": [_any("owner", list(owners))]}
        while True:
            said = self._asked("POST", f"{self._path(collection)}/points/scroll", body)
            if not said:
                return
            yield from said["points"]
            if said.get("next_page_offset") is None:
                return
            body["offset"] = said["next_page_offset"]

    def _path(self, collection: str) -> str:
        """Its address. A colon may not be in a name there; what is not a plain character is written as "=3A"."""
        return f"/collections/{self._prefix}{quote(collection, safe='').replace('%', '=')}"

    def _asked(self, method: str, path: str, body: object = None, *, patience: float | None = None) -> Any:
        """The result; None when there is no such collection."""
        try:
            answer = self._client.request(method, f"{self._url}{path}", json=body, timeout=patience or self._patience)
        except httpx.HTTPError as problem:
            raise QdrantAway(f"Qdrant at {self._url} does not answer: {problem or type(problem).__name__}") from problem
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return None
        if not answer.is_success:
            raise QdrantAway(f"Qdrant at {self._url} refuses {path}: {answer.status_code} {answer.text[:200]}")
        try:
            return answer.json()["result"]
        except (ValueError, KeyError, TypeError) as problem:
            raise QdrantAway(f"{self._url} does not answer as Qdrant does: {answer.text[:80]!r}") from problem


def _id(point: str) -> str:
    return str(uuid5(_NAMES, point))


def _any(key: str, values: Sequence[str]) -> dict[str, Any]:
    return {"key": key, "match": {"any": values}}


def _named(name: str) -> str:
    return unquote(name.replace("=", "%"))

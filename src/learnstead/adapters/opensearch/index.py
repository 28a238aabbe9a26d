"""The search index in an OpenSearch cluster: an alias for readers, and an index behind it for each rebuild."""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NotReached
from opensearchpy.exceptions import NotFoundError, OpenSearchException, TransportError
from opensearchpy.helpers import streaming_bulk

from learnstead.adapters.opensearch import asking, results
from learnstead.adapters.opensearch.mapping import WINDOW, document, form, mappings, settings
from learnstead.adapters.opensearch.words import AskedWords
from learnstead.adapters.search import matching
from learnstead.kernel.errors import Transient
from learnstead.ports.search import Entry, IndexMissing, Inside, Query, Results, Suggestion

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 30
# The cluster refuses larger requests by default, at 100 MB; small ones keep its memory free.
CHUNK_BYTES, CHUNK_ENTRIES = 10 * 2**20, 500
CONFLICT, NOT_FOUND = 409, 404


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """The cluster's own errors in the port's words."""
    try:
        yield
    except NotFoundError as problem:
        raise _missing(f"the search index {name} is gone") from problem
    except NotReached as problem:
        raise Transient(f"OpenSearch cannot be reached for the index {name}: {problem}") from problem
    except TransportError as problem:
        raise Transient(f"OpenSearch answered {problem.status_code} for the index {name}: {problem.error}") from problem
    except OpenSearchException as problem:
        raise Transient(f"OpenSearch failed for the index {name}: {problem}") from problem


class OpenSearchIndex:
    """Entries under the alias ``name`` of the cluster at ``url``, counted by the named ``facets``.

    ``url`` may hold a user and a password. Every entry carries the time it was written as its version, so that a
    rebuild never puts what it read early over what was written since.
    """

    def __init__(self, url: str, *, name: str, facets: Sequence[str]) -> None:
        self._client = OpenSearch(hosts=[url], timeout=TIMEOUT_SECONDS, max_retries=2, retry_on_timeout=True)
        self._name = name
        self._next = f"{name}-next"
        self._facets = tuple(facets)
        self._form = form(self._facets)

    def write(self, *, put: Iterable[Entry] = (), remove: Iterable[str] = ()) -> float:
        """Into the live index, and into the one that is being built, if any."""
        with _explained(self._name):
            targets = [self._live(), *self._behind(self._next)]
            version = time.time_ns()
            actions = [*(self._gone(one, version) for one in remove), *(self._put(one, version) for one in put)]
            for target in targets:
                self._send(target, actions)
            return self._replaced(targets[0])

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Readers go on in the old index until the new one is whole; one that fails is removed."""
        with _explained(self._name):
            building = f"{self._name}-{self._form}-{uuid4().hex[:12]}"
            version = time.time_ns()
            body = {"settings": {"index": settings()}, "mappings": mappings(self._facets)}
            self._client.indices.create(index=building, body={**body, "aliases": {self._next: {}}})
            try:
                self._send(building, (self._put(entry, version) for entry in entries))
                count = int(self._client.count(index=building)["count"])
                self._switch(building)
            except BaseException:
                self._client.indices.delete(index=building, ignore_unavailable=True)
                raise
            return count

    def forget(self) -> None:
        """Remove everything of this name from the cluster."""
        with _explained(self._name):
            gone = {one for alias in (self._name, self._next) for one in self._behind(alias)}
            for one in sorted(gone):
                self._client.indices.delete(index=one, ignore_unavailable=True)

    def search(self, query: Query) -> Results:
        """Three requests: what is known of the words, how well the best entry matches, and the page."""
        with _explained(self._name):
            self._live()
            wanted = matching.read(query.text, AskedWords(query.text, self._ask), query.synonyms)
            everything = not query.text.strip() and (query.by_words or not query.nearest)
            best, relaxed, any_word = (1.0, False, False) if everything else self._best(wanted, query)
            words = None if everything else self._words(wanted, query, any_word=any_word)
            named = asking.naming(wanted, content_weight=query.ranking.content_weight)
            body = results.page_body(wanted, query, asking.scored(words, named, query, best=best), self._facets)
            answer = (
                self._ask(body) if query.offset + query.limit <= WINDOW else self._ask({**body, "size": 0, "from": 0})
            )
            return results.results(answer, wanted, query, relaxed=relaxed)

    def inside(self, entry: str, text: str, *, offset: int = 0, limit: int = 20) -> Inside:
        """The parts of one entry, best first; with any of the words when none has enough of them."""
        with _explained(self._name):
            self._live()
            wanted = matching.read(text, AskedWords(text, self._ask))
            if not wanted.units and text.strip():
                return Inside(total=0, parts=())
            for any_word in (False, True) if len(wanted.units) > 1 else (False,):
                among = asking.parts(wanted, any_word=any_word) if wanted.units else {"match_all": {}}
                found = results.inside(self._ask(results.inside_body(entry, among, wanted, offset, limit)))
                if found.total:
                    return Inside(total=found.total, parts=found.parts, relaxed=any_word)
            return Inside(total=0, parts=())

    def suggest(self, text: str, *, limit: int = 6) -> Sequence[Suggestion]:
        """Entries by the beginning of their title or identifier; as if well spelt when nothing begins so."""
        with _explained(self._name):
            self._live()
            return results.suggestions(text, AskedWords(text, self._ask), self._ask, limit=limit)

    def _best(self, wanted: matching.Wanted, query: Query) -> tuple[float, bool, bool]:
        """The best keyword score, whether nothing has enough of the words, and whether any of them will do."""
        asked = [
            {
                "size": 1,
                "_source": False,
                "track_total_hits": results.FEW,
                "query": self._words(wanted, query, any_word=one),
            }
            for one in (False, True)
        ]
        answer = self._client.msearch(body=[line for body in asked for line in ({}, body)], index=self._name)
        strict, loose = (one["hits"] for one in answer["responses"])
        enough = strict["total"]["value"] >= results.FEW or len(wanted.units) == 1
        chosen = strict if enough else loose
        found = bool(chosen["hits"]) or bool(query.nearest)
        return chosen["max_score"] or 1.0, found and not enough and not strict["hits"], not enough

    def _words(self, wanted: matching.Wanted, query: Query, *, any_word: bool) -> Mapping[str, Any]:
        if not query.by_words:
            return asking.NOTHING
        return asking.matching_words(wanted, content_weight=query.ranking.content_weight, any_word=any_word)

    def _replaced(self, index: str) -> float:
        """The share of documents that are deleted and not merged away yet; parts count as documents there."""
        found = self._client.indices.stats(index=index, metric="docs")["_all"]["primaries"]["docs"]
        deleted, there = int(found["deleted"]), int(found["count"])
        return deleted / max(1, deleted + there)

    def _ask(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self._client.search(index=self._name, body=body)
        return answer

    def _live(self) -> str:
        """The index behind the alias, or IndexMissing."""
        behind = self._behind(self._name)
        if not behind:
            raise _missing(f"there is no search index {self._name} yet")
        if not behind[0].startswith(f"{self._name}-{self._form}-"):
            raise _missing(f"the search index {behind[0]} was written by another version")
        return behind[0]

    def _behind(self, alias: str) -> list[str]:
        try:
            return list(self._client.indices.get_alias(name=alias))
        except NotFoundError:
            return []

    def _switch(self, building: str) -> None:
        """One step for readers; then what was live before goes, and what a killed rebuild left."""
        old = [one for alias in (self._name, self._next) for one in self._behind(alias) if one != building]
        changes = [
            {"remove": {"index": building, "alias": self._next}},
            {"add": {"index": building, "alias": self._name}},
        ]
        changes += [{"remove_index": {"index": one}} for one in dict.fromkeys(old)]
        self._client.indices.update_aliases(body={"actions": changes})

    def _put(self, entry: Entry, version: int) -> Mapping[str, Any]:
        return {"_id": entry.id, "_source": document(entry, self._facets), **_versioned(version)}

    def _gone(self, entry: str, version: int) -> Mapping[str, Any]:
        return {"_op_type": "delete", "_id": entry, **_versioned(version)}

    def _send(self, target: str, actions: Iterable[Mapping[str, Any]]) -> None:
        """In pieces that the cluster takes; an entry that it cannot read stops no other."""
        lines = ({**action, "_index": target} for action in actions)
        sent = streaming_bulk(
            self._client, lines, chunk_size=CHUNK_ENTRIES, max_chunk_bytes=CHUNK_BYTES, raise_on_error=False
        )
        for was_done, told in sent:
            (said,) = told.values()
            if not was_done and said["status"] not in {CONFLICT, NOT_FOUND}:
                log.error("entry %s cannot be indexed: %s", said["_id"], said.get("error"))
        self._client.indices.refresh(index=target)


def _versioned(version: int) -> Mapping[str, Any]:
    return {"version": version, "version_type": "external_gte"}


def _missing(what: str) -> IndexMissing:
    return IndexMissing(f"{what}; 'learnstead search rebuild' makes one from the database")

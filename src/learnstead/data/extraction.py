"""What a source's ``extract`` is handed: requests that are recorded, scopes that fail on their own, proofs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from learnstead.data import taken_back
from learnstead.data.paging import Pages, next_page
from learnstead.data.queries import asking
from learnstead.data.shapes import list_in, shaped, token_in
from learnstead.data.snapshot import (
    WHOLE,
    Asked,
    Exchange,
    Journal,
    Payload,
    ScopeReport,
    Snapshot,
    keep,
)
from learnstead.kernel.contracts import Record
from learnstead.kernel.errors import LearnsteadError, Terminal
from learnstead.ports.bucket import Bucket, BucketObject
from learnstead.ports.egress import Egress, FetchRefused, Request
from learnstead.ports.objects import ObjectStore

MOST_READ = 512 * 2**20
KEPT_HEADERS = ("content-type", "etag", "last-modified", "date")


@dataclass(frozen=True)
class Means:
    """What an extraction works with.

    ``hosts`` are the only ones it may talk to, besides those of addresses in its settings; when it names none, each
    request stays on the host of its own address. ``version_of`` tells what a scope's last good content was called,
    ``latest`` gives the last good records of another source, ``last_payload`` what an address answered last time.
    A scope ``is_doubtful`` when its last run was not good: then no answer of last time is taken for current.
    """

    egress: Egress
    bucket: Bucket | None
    hosts: Sequence[str]
    latest: Callable[[str], Iterator[Record]]
    version_of: Callable[[str], str]
    last_payload: Callable[[str], Payload | None] = lambda _url: None
    is_doubtful: Callable[[str], bool] = lambda _scope: False


class Extraction:
    """One run of ``extract``. Everything it fetches is kept before it is used.

    ``now`` is the time of day as this run is told it. ``settings`` are the source's own. ``only`` names the scopes
    this run is about; all when empty. ``version_of`` is that of its means: empty when everything is to be fetched.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        means: Means,
        now: datetime,
        settings: Mapping[str, str],
        only: Sequence[str] = (),
    ) -> None:
        self.snapshot, self.now, self.settings, self.only = snapshot, now, settings, tuple(only)
        self.latest = means.latest
        self.notes: list[str] = []
        self._egress, self._bucket, self._hosts = (
            means.egress,
            means.bucket,
            means.hosts and tuple(dict.fromkeys([*means.hosts, *hosts_in(settings)])),
        )
        self.version_of, self._last_payload = means.version_of, means.last_payload
        self._is_doubtful = means.is_doubtful
        earlier = list(snapshot.exchanges())
        self._before = {exchange.asked: exchange for exchange in earlier}
        self._number = max((exchange.number for exchange in earlier), default=0)
        self._reports: dict[str, ScopeReport] = {}
        self._listed: list[str] | None = None
        self._scope = WHOLE

    # -- scopes ---------------------------------------------------------------------------------------------------

    @contextmanager
    def scope(self, name: str, *, version: str = "") -> Iterator[None]:
        """Fetch for one scope: what fails inside concerns only this scope, is noted, and the run goes on.

        That is so for answers nobody foresaw, too: whatever they make the source's code raise is this scope's failure.
        ``version`` is what the source calls the content; it is remembered when the data of this run is released.
        """
        outside, self._scope = self._scope, name
        self._report(name, version=version)
        try:
            yield
        except LearnsteadError as problem:
            self._report(name, failed=str(problem) or type(problem).__name__)
        except Exception as problem:  # noqa: BLE001 - code that reads strangers' answers must not stop other scopes
            says = f"{type(problem).__name__}: {problem}"
            self._report(name, failed=f"an answer that {self.snapshot.source}'s extract does not understand ({says})")
        finally:
            self._scope = outside

    def wants(self, scope: str) -> bool:
        """Whether this run is about the scope: all are, unless it was started for some (by a webhook, by a person)."""
        return not self.only or scope in self.only

    def has_failed(self, scope: str) -> bool:
        """Whether the fetching of a scope failed before in this run; then none of its payloads will be read."""
        return scope in self._reports and bool(self._reports[scope].failed)

    def is_current(self, scope: str, *, version: str) -> bool:
        """Whether the scope need not be fetched: we have this version, or it was taken back; that is noted."""
        if reason := taken_back.reason_for(self._objects, source=self.snapshot.source, scope=scope):
            self.gone(scope, reason)
            return True
        if not version or self.version_of(scope) != version:
            return False
        self._reports[scope] = ScopeReport(scope=scope, version=version, unchanged=True)
        return True

    def complete(self, proof: str) -> None:
        """Say what proves that the scope being fetched is whole, such as "12 of 12 declared"."""
        self._report(self._scope, complete=proof)

    def listed(self, scopes: Iterable[str]) -> None:
        """Say that these are all the scopes there are; one that is missing again and again is gone."""
        self._listed = list(scopes)

    def gone(self, scope: str, reason: str) -> None:
        """Say that the source itself took the whole scope back, such as a site that was unpublished."""
        self._reports[scope] = ScopeReport(scope=scope, gone=reason)

    def note(self, words: str) -> None:
        """Say something a person may want to know about this run."""
        self.notes.append(words)

    # -- requests -------------------------------------------------------------------------------------------------

    def get(self, url: str, *, label: str = "", query: Mapping[str, str] | None = None, **options: Any) -> Payload:
        """GET; raises FetchFailed or FetchRefused. ``options`` are fields of ports.egress.Request, and ``about``."""
        return self.send(url, label=label, query=query, **options)

    def post(self, url: str, *, body: bytes, label: str = "", **options: Any) -> Payload:
        """POST ``body``; raises as ``get`` does."""
        return self.send(url, label=label, method="POST", body=body, **options)

    def json(self, url: str, *, a: type = dict, has: Sequence[str] = (), **options: Any) -> Payload:
        """GET what must be JSON: a ``dict`` that ``has`` these keys, or a ``list``. WrongShape when it is not."""
        payload = self.get(url, **options)
        shaped(payload, a=a, has=has)
        return payload

    def send(
        self,
        url: str,
        *,
        label: str = "",
        method: str = "GET",
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        about: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Payload:
        """One request, or what it was answered before this run was interrupted.

        A GET whose answer of last time had an ETag or a date is made conditional; when the server says that it is
        still current, what was kept then is used again, and the exchange says 304.
        """
        asked = Asked.of(method, url, query or {}, body)
        if asked in self._before:
            return self._payload(self._before[asked])
        kept = self._reusable(asking(url, query or {})) if method == "GET" else None
        hosts = tuple(options.pop("hosts", None) or self._hosts)
        request = Request(url=url, method=method, query=query or {}, body=body, hosts=hosts, **options)
        response = self._egress.send(_unless_current(request, kept))
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        try:
            if response.unchanged and kept is not None:
                sha256, size, headers = kept.sha256, kept.exchange.size, {**kept.exchange.headers, **headers}
            else:
                sha256, size = keep(self._objects, response.body)
        finally:
            response.body.unlink(missing_ok=True)
        return self._record(
            label=label,
            url=url,
            method=method,
            query=dict(query or {}),
            body_sha256=asked.body_sha256,
            status=response.status,
            headers=headers,
            sha256=sha256,
            size=size,
            about=dict(about or {}),
        )

    def cached(self, url: str, *, label: str, **options: Any) -> Payload | None:
        """GET something that only helps, such as a blocklist: when it fails, the last one kept, or None."""
        try:
            return self.get(url, label=label, **options)
        except LearnsteadError as problem:
            before = self._last_payload(url)
            self.note(f"{problem}; {'used the one kept before' if before else 'went on without'}")
            if before is None:
                return None
            return self._record(label=label, url=url, method="GET", sha256=before.sha256, size=before.exchange.size)

    def again(self, url: str, *, label: str, about: Mapping[str, Any] | None = None) -> Payload | None:
        """What an address answered last time, without asking it; None if never, or if it was ``about`` something else.

        For what does not change while ``about`` does not, such as the transcript of one version of a video.
        """
        known = dict(about or {})
        earlier = self._before.get(Asked.of("GET", url))
        if earlier is not None and earlier.about == known:
            return self._payload(earlier)
        before = self._last_payload(url)
        if before is None or before.exchange.about != known:
            return None
        size = before.exchange.size
        return self._record(label=label, url=url, method="GET", sha256=before.sha256, size=size, about=known)

    def pages(
        self,
        url: str,
        *,
        label: str,
        items: str = "results",
        count: str = "count",
        query: Mapping[str, str] | None = None,
        repeat: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Iterator[Payload]:
        """Follow ``next`` links of a paged JSON answer to the end, on one host, over the same scheme.

        ``repeat`` is asked on every page, also when the server forgets it in ``next``.

        Proves completeness when the last page was reached and as many items came as ``count`` declares (or when
        nothing is declared). Raises FetchFailed when they differ: the list changed underneath us, or was cut.
        """
        came = Pages(url)
        address: str | None = asking(url, repeat or {})
        declared: Any = None
        while address:
            payload = self.get(address, label=label, query=query, **options)
            page = shaped(payload, a=dict, has=[items])
            came.add(address, list_in(page, items, payload))
            yield payload
            declared, query = page.get(count), None
            following = next_page(url, page.get("next"))
            address = asking(following, repeat or {}) if following else None
        self.complete(came.proof(declared))

    def token(self, url: str, *, client_id: str, client_secret: str, field: str = "access_token", **form: str) -> str:
        """An OAuth2 access token for client credentials. It is asked for anew in each run and never kept."""
        fields = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret, **form}
        request = Request(
            url=url,
            method="POST",
            body=urlencode(fields).encode(),
            headers={"content-type": "application/x-www-form-urlencoded"},
            hosts=self._hosts,
        )
        response = self._egress.send(request)
        try:
            answer = response.body.read_bytes()
        finally:
            response.body.unlink(missing_ok=True)
        return str(token_in(url, answer, field))

    # -- objects --------------------------------------------------------------------------------------------------

    @property
    def has_bucket(self) -> bool:
        """Whether a bucket is set."""
        return self._bucket is not None

    def objects_below(self, prefix: str) -> list[BucketObject]:
        """The listing of the source's bucket below a prefix."""
        return list(self.walk(prefix))

    def walk(self, prefix: str) -> Iterator[BucketObject]:
        """The same, one after another, for a listing that may be longer than memory."""
        yield from self._need_bucket().list(prefix)

    def read(self, key: str) -> bytes:
        """One object of the source's bucket that becomes part of something else that is kept; see ``keep``."""
        with self._need_bucket().open(key) as file:
            content = file.read(MOST_READ + 1)
        if len(content) > MOST_READ:
            raise FetchRefused(f"the object {key!r} has more than {MOST_READ:,} bytes; nothing that large is expected")
        return content

    def object(self, key: str, *, label: str, about: Mapping[str, Any] | None = None) -> Payload:
        """One object of the source's bucket."""
        url = f"object:{key}"
        if (asked := Asked.of("GET", url)) in self._before:
            return self._payload(self._before[asked])
        with self._need_bucket().open(key) as file:
            sha256, size = keep(self._objects, file)
        return self._record(label=label, url=url, method="GET", sha256=sha256, size=size, about=dict(about or {}))

    def keep(self, content: bytes, *, label: str, url: str, about: Mapping[str, Any] | None = None) -> Payload:
        """Keep something that was put together here, such as many small objects in one; ``url`` says what it is."""
        sha256, size = keep(self._objects, content)
        earlier = self._before.get(Asked.of("GET", url))
        if earlier is not None and earlier.sha256 == sha256:
            return self._payload(earlier)
        return self._record(label=label, url=url, method="GET", sha256=sha256, size=size, about=dict(about or {}))

    # -- the end --------------------------------------------------------------------------------------------------

    def finish(self, payloads: Iterator[Payload]) -> Journal:
        """Run ``extract`` to its end and keep the journal. Only this framework calls it."""
        yielded = False
        with self.scope(WHOLE):
            for payload in taken_back.first(self, payloads):
                yielded = yielded or payload.scope == WHOLE
                self.snapshot.write(msgspec.structs.replace(payload.exchange, yielded=True))
        whole = self._reports[WHOLE]
        if len(self._reports) > 1 and not yielded and not whole.failed:
            del self._reports[WHOLE]  # everything was fetched for scopes of its own
        journal = Journal(
            source=self.snapshot.source,
            run=self.snapshot.run,
            clock=self.now,
            scopes=list(self._reports.values()),
            listed=self._listed,
            notes=self.notes,
        )
        self.snapshot.finish(journal)
        return journal

    @property
    def _objects(self) -> ObjectStore:
        return self.snapshot.objects

    def _need_bucket(self) -> Bucket:
        if self._bucket is None:
            raise Terminal(f"{self.snapshot.source} reads a bucket, and none is set; see 'learnstead source show'")
        return self._bucket

    def _reusable(self, address: str) -> Payload | None:
        """What an address answered last time, if the server can tell whether it is current and we still have it."""
        before = self._last_payload(address)
        if before is None or not ({"etag", "last-modified"} & before.exchange.headers.keys()):
            return None
        return before if before.is_there and not self._is_doubtful(before.scope) else None

    def _payload(self, exchange: Exchange) -> Payload:
        return Payload(exchange=exchange, objects=self._objects)

    def _record(self, **said: Any) -> Payload:
        self._number += 1
        exchange = Exchange(number=self._number, scope=self._scope, fetched=self.now, **said)
        self.snapshot.write(exchange)
        return self._payload(exchange)

    def _report(self, scope: str, **said: str) -> None:
        before = self._reports.get(scope) or ScopeReport(scope=scope)
        self._reports[scope] = msgspec.structs.replace(before, **{name: value for name, value in said.items() if value})


def hosts_in(settings: Mapping[str, str]) -> list[str]:
    """The hosts of addresses that whoever runs this installation has set for a source."""
    return [host for value in settings.values() if "://" in value and (host := urlsplit(value.strip()).hostname)]


def _unless_current(request: Request, kept: Payload | None) -> Request:
    headers = kept.exchange.headers if kept else {}
    return replace(request, etag=headers.get("etag", ""), last_modified=headers.get("last-modified", ""))

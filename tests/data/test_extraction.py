"""What a source's extract is handed: kept answers, scopes that fail alone, proofs."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.objects.folder import FolderStore
from learnstead.data.extraction import Extraction, Means
from learnstead.data.paging import MOST_PAGES, Pages
from learnstead.data.snapshot import WHOLE, Snapshot, WrongShape, keep
from learnstead.kernel.errors import LearnsteadError, Terminal
from learnstead.ports.egress import FetchFailed, Request, Response

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = "https://a.test"


@dataclass
class Web:
    """An egress whose answers are in ``pages``: bytes, or what makes them out of the query."""

    folder: object
    pages: dict = field(default_factory=dict)
    sent: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        self.sent.append(request)
        address, _, query = request.url.partition("?")
        found = self.pages.get(address)
        if found is None:
            raise FetchFailed(f"GET {request.url} answered 503; tried 4 times")
        content = found(dict(parse_qsl(query)) | dict(request.query)) if callable(found) else found
        etag = f'"{hashlib.sha256(content).hexdigest()}"'
        current = request.etag == etag
        body = self.folder / f"body-{len(self.sent)}"
        body.write_bytes(b"" if current else content)
        return Response(
            url=request.url,
            status=304 if current else 200,
            headers={"etag": etag, "set-cookie": "secret"},
            body=body,
            sha256="",
            size=len(content),
        )


@dataclass
class Runs:
    web: Web
    store: FolderStore
    bucket: FolderBucket
    last: Callable = lambda _address: None
    doubtful: frozenset = frozenset()

    def snapshot(self, run):
        return Snapshot(self.store, source="some", run=run)

    def fetch(self, extract, *, run="1", settings=None):
        means = Means(
            egress=self.web,
            bucket=self.bucket,
            hosts=["a.test"],
            latest=iter,
            version_of=lambda _scope: "",
            last_payload=self.last,
            is_doubtful=lambda scope: scope in self.doubtful,
        )
        extraction = Extraction(self.snapshot(run), means=means, now=NOW, settings=settings or {})
        journal = extraction.finish(extract(extraction))
        return {report.scope: report for report in journal.scopes}


@pytest.fixture
def runs(tmp_path):
    (tmp_path / "bucket").mkdir()
    return Runs(Web(tmp_path), FolderStore(tmp_path / "objects"), FolderBucket(tmp_path / "bucket"))


def test_a_scope_fails_alone_even_with_an_answer_nobody_foresaw(runs):
    runs.web.pages = {f"{SITE}/good": b"{}", f"{SITE}/odd": b"{}"}

    def extract(run):
        with run.scope("down"):
            yield run.get(f"{SITE}/down")
        with run.scope("odd"):
            yield run.json(f"{SITE}/odd").json()["results"]
        with run.scope("good"):
            yield run.get(f"{SITE}/good")

    reports = runs.fetch(extract)

    assert "503" in reports["down"].failed
    assert reports["odd"].failed == "an answer that some's extract does not understand (KeyError: 'results')"
    assert not reports["good"].failed
    assert [payload.scope for payload in runs.snapshot("1").payloads()] == ["good"]


def test_a_scope_may_ask_whether_another_one_failed(runs):
    asked = []

    def extract(run):
        with run.scope("courses"):
            yield run.get(f"{SITE}/courses")
        asked.extend([run.has_failed("courses"), run.has_failed("programs")])

    runs.fetch(extract)
    assert asked == [True, False]


def three(run):
    for name in ("a", "b", "c"):
        yield run.get(f"{SITE}/{name}", query={"size": "5"})
    yield run.object("x.xml", label="x")
    yield run.keep(b"both", label="bundle", url="bundle:x")


def test_a_run_that_was_killed_asks_only_what_was_not_answered(runs, tmp_path):
    runs.web.pages = {f"{SITE}/a": b"a", f"{SITE}/b": b"b"}
    (tmp_path / "bucket/x.xml").write_bytes(b"<x/>")
    assert "503" in runs.fetch(three)[WHOLE].failed

    runs.web.pages[f"{SITE}/c"] = b"c"
    runs.web.sent.clear()
    assert not runs.fetch(three)[WHOLE].failed
    assert [request.url for request in runs.web.sent] == [f"{SITE}/c"]

    runs.web.sent.clear()
    runs.fetch(three)
    assert not runs.web.sent
    assert [payload.content for payload in runs.snapshot("1").payloads()] == [b"a", b"b", b"c", b"<x/>", b"both"]


def test_what_is_current_is_taken_from_the_last_good_run(runs):
    runs.web.pages = {f"{SITE}/feed": lambda query: f"page {query['page']}".encode()}

    def extract(run):
        yield run.get(f"{SITE}/feed", query={"page": "1"})
        yield run.get(f"{SITE}/feed?page=2")

    runs.fetch(extract)
    runs.last = runs.snapshot("1").answered()
    runs.fetch(extract, run="2")

    second = list(runs.snapshot("2").payloads())
    assert [payload.exchange.status for payload in second] == [304, 304]
    assert [payload.content for payload in second] == [b"page 1", b"page 2"]
    runs.last = runs.snapshot("2").answered()
    runs.store.delete("raw")
    runs.fetch(extract, run="3")
    assert [payload.exchange.status for payload in runs.snapshot("3").payloads()] == [200, 200]


def test_what_a_doubtful_run_left_is_not_taken_for_current(runs):
    runs.web.pages = {f"{SITE}/feed": b"[]"}

    def extract(run):
        yield run.get(f"{SITE}/feed")

    runs.fetch(extract)
    runs.last, runs.doubtful = runs.snapshot("1").answered(), frozenset({WHOLE})
    runs.fetch(extract, run="2")
    assert [payload.exchange.status for payload in runs.snapshot("2").payloads()] == [200]


def test_a_stream_without_end_is_left(tmp_path):
    store = FolderStore(tmp_path)
    with pytest.raises(WrongShape, match="more than 2,000,000 bytes"):
        keep(store, io.BytesIO(bytes(3_000_000)), most_bytes=2_000_000)
    assert keep(store, io.BytesIO(bytes(3_000_000)))[1] == 3_000_000


def test_credentials_are_in_no_exchange(runs):
    runs.web.pages = {f"{SITE}/token": b'{"access_token": "hush"}', f"{SITE}/feed": b"[]"}

    def extract(run):
        token = run.token(f"{SITE}/token", client_id="me", client_secret="hush")
        yield run.get(f"{SITE}/feed", headers={"Authorization": token}, secret_query={"key": token})

    runs.fetch(extract)

    assert runs.web.sent[-1].secret_query == {"key": "hush"}
    kept = b"".join(runs.store.get(found.key) for found in runs.store.list(""))
    assert b"hush" not in kept
    assert b"secret" not in kept


def test_the_host_of_an_address_that_was_set_may_be_talked_to(runs):
    runs.web.pages = {"https://ours.test/feed": b"[]"}

    def extract(run):
        yield run.get(run.settings["address"])

    runs.fetch(extract, settings={"address": "https://ours.test/feed", "name": "x"})
    assert runs.web.sent[0].hosts == ("a.test", "ours.test")


def test_something_that_only_helps_may_be_missing(runs):
    runs.web.pages = {f"{SITE}/list": b"one"}

    def extract(run):
        yield run.cached(f"{SITE}/list", label="list") or run.keep(b"none", label="list", url="nothing")

    runs.fetch(extract)
    runs.last, runs.web.pages = runs.snapshot("1").answered(), {}
    runs.fetch(extract, run="2")
    assert "used the one kept before" in runs.snapshot("2").journal().notes[0]
    assert next(runs.snapshot("2").payloads()).content == b"one"


def paged(items, *, size, count=None, next_of=lambda number, last: number + 1 if number < last else None):
    """A server of pages; ``next_of`` says which page a page names as the next."""

    def page(query):
        number, last = int(query.get("page", 1)), max(1, -(-len(items) // size))
        following = next_of(number, last)
        return json.dumps(
            {
                "count": len(items) if count is None else count,
                "next": following and f"http://a.test/list?page={following}",
                "results": items[(number - 1) * size : number * size],
            }
        ).encode()

    return page


def listing(run):
    yield from run.pages(f"{SITE}/list", label="list")


def test_pages_are_followed_to_the_last_over_the_first_ones_scheme(runs):
    runs.web.pages = {f"{SITE}/list": paged([1, 2, 3, 4, 5], size=2)}
    assert runs.fetch(listing)[WHOLE].complete == "5 of 5 declared, 3 pages"
    assert {request.url.partition("?")[0] for request in runs.web.sent} == {f"{SITE}/list"}


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (paged([1, 2, 3], size=2, count=4), "declared 4 items, and 3 different ones came"),
        (paged([1, 2, 1, 3], size=2), "declared 4 items, and 3 different ones came"),
        (paged([1, 2, 1, 2], size=2), "repeats items of earlier pages"),
        (lambda _: b'{"results": [], "next": "https://a.test/list"}', "same page again"),
        (paged([], size=2, count=0, next_of=lambda number, _: number + 1), "is empty, and says that more follow"),
        (lambda _: b'{"results": {"a": 1}}', "no list"),
        (lambda _: b'{"detail": "Invalid page."}', "without results"),
        (lambda _: b"<html>Sign in</html>", "did not answer with JSON"),
        (lambda _: b'{"results": [1], "next": "https://b.test/"}', "another host"),
        (lambda _: b'{"results": [1], "next": 7}', "no address"),
    ],
    ids=["cut", "shifted", "repeated", "circle", "no end", "no list", "error", "login", "elsewhere", "number"],
)
def test_a_list_that_may_not_be_whole_is_a_failure_and_proves_nothing(runs, page, says):
    runs.web.pages = {f"{SITE}/list": page}
    report = runs.fetch(listing)[WHOLE]
    assert says in report.failed
    assert not report.complete


def test_a_list_without_end_is_left():
    pages = Pages("https://a.test/list")
    for number in range(MOST_PAGES):
        pages.add(f"page-{number}", [number])
    with pytest.raises(Terminal, match="more than 2000 pages"):
        pages.add("one more", [MOST_PAGES])


@given(st.lists(st.integers(), unique=True, max_size=30), st.integers(1, 7), st.integers(0, 40))
def test_a_proof_is_given_for_exactly_the_lists_that_are_whole(items, size, declared):
    pages = Pages("https://a.test/list")
    for number in range(0, len(items), size):
        pages.add(f"page-{number}", items[number : number + size])
    try:
        proof = pages.proof(declared)
    except LearnsteadError:
        assert declared != len(items)
    else:
        assert declared == len(items)
        assert f"{declared} of {declared} declared" in proof

"""The client against a real server that misbehaves."""

import gzip
from datetime import timedelta

import pytest

from learnstead.ports.egress import FetchFailed, FetchRefused, Request
from tests.adapters.egress.server import dripping, raw, says, zipped


def test_an_answer_is_a_file_that_is_known_by_its_hash(world, send):
    world.acts["/feed"] = [says(b"hello", content_type="text/plain", ETag='"1"')]

    answer = send(f"{world.url}/feed?page=2", query={"size": "5"})

    assert answer.body.read_bytes() == b"hello"
    assert answer.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert (answer.status, answer.size, answer.attempts, answer.headers["etag"]) == (200, 5, 1, '"1"')
    assert world.got[0].path == "/feed?page=2&size=5"
    assert "+https://" in world.got[0].headers["user-agent"]


def test_a_user_agent_of_ones_own_is_sent(world, send):
    world.acts["/"] = [says()]
    send(f"{world.url}/", headers={"User-Agent": "Mozilla/5.0"})
    assert world.got[0].headers["user-agent"] == "Mozilla/5.0"


def test_connections_are_kept(world, send):
    world.acts["/"] = [says()]
    for _ in range(3):
        send(f"{world.url}/")
    assert len({got.peer for got in world.got}) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again_after_longer_and_longer_pauses(world, send, clock, status):
    world.acts["/"] = [says(status=status), says(status=status), says(b"at last")]

    answer = send(f"{world.url}/")

    assert (answer.attempts, answer.body.read_bytes()) == (3, b"at last")
    assert [pause for pause in clock.slept if pause > 0.5] == [1.0, 2.0]


def test_what_does_not_pass_fails_with_words_and_leaves_no_file(world, send, tmp_path):
    world.acts["/feed"] = [says(status=503)]
    with pytest.raises(FetchFailed, match=r"GET http://127.0.0.1:\d+/feed answered 503; tried 4 times"):
        send(f"{world.url}/feed")
    assert len(world.got) == 4
    assert not list((tmp_path / "scratch").glob("*"))


@pytest.mark.parametrize(("header", "waited"), [("17", 17), ("Sun, 01 Mar 2026 12:00:40 GMT", 40), ("soon", 1.0)])
def test_a_server_that_says_when_to_come_back_is_believed(world, send, clock, header, waited):
    world.acts["/"] = [says(status=429, Retry_After=header), says()]
    send(f"{world.url}/")
    assert clock.slept == pytest.approx([waited])


def test_a_server_that_asks_for_an_hour_is_left_to_the_next_run(world, send, clock):
    world.acts["/"] = [says(status=503, Retry_After="3600")]
    with pytest.raises(FetchFailed, match="asks us to come back in 3600 s"):
        send(f"{world.url}/")
    assert (len(world.got), clock.slept) == (1, [])


@pytest.mark.parametrize(("status", "hint"), [(401, "credentials"), (404, "moved"), (418, "answered 418")])
def test_a_refusal_is_not_asked_again(world, send, status, hint):
    world.acts["/"] = [says(status=status)]
    with pytest.raises(FetchRefused, match=hint):
        send(f"{world.url}/")
    assert len(world.got) == 1


def test_what_is_current_is_not_sent_again(world, send):
    world.acts["/"] = [says(b"", status=304)]
    answer = send(f"{world.url}/", etag='"1"', last_modified="Sun, 01 Mar 2026 12:00:40 GMT")
    assert answer.unchanged
    assert world.got[0].headers["if-none-match"] == '"1"'
    with pytest.raises(FetchRefused, match="304"):
        send(f"{world.url}/")


HALF = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"
WHOLE = gzip.compress(bytes(1000))


@pytest.mark.parametrize(
    "act",
    [
        raw(HALF),
        raw(HALF, reset=True),
        raw(b"", reset=True),
        raw(b""),
        raw(b"no HTTP at all\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        raw(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n" + WHOLE[:-9]),
        says(b"plain text", content_encoding="gzip"),
        says(b"..", content_encoding="br"),
    ],
    ids=[
        "short", "short and reset", "reset", "closed", "no HTTP", "chunks that end early", "gzip that ends early",
        "no gzip", "unknown coding",
    ],
)  # fmt: skip
def test_half_an_answer_is_no_answer(world, send, tmp_path, act):
    world.acts["/"] = [act]
    with pytest.raises(FetchFailed, match="tried 4 times"):
        send(f"{world.url}/")
    world.acts["/"] = [act, says(b"whole")]
    assert send(f"{world.url}/").body.read_bytes() == b"whole"
    assert len(list((tmp_path / "scratch").glob("*"))) == 1


def test_compressed_answers_are_read(world, send):
    text = b"warm and dry " * 10_000
    world.acts["/"] = [zipped(text), says(gzip.compress(text) + gzip.compress(b"!"), content_encoding="gzip")]
    assert send(f"{world.url}/").body.read_bytes() == text
    assert send(f"{world.url}/").body.read_bytes() == text + b"!"


@pytest.mark.parametrize("act", [says(b"x" * 5000), zipped(bytes(50_000_000))], ids=["plain", "bomb"])
def test_more_bytes_than_agreed_are_refused(world, send, tmp_path, act):
    world.acts["/"] = [act]
    with pytest.raises(FetchRefused, match="more than 4,000 bytes"):
        send(f"{world.url}/", most_bytes=4000)
    assert not list((tmp_path / "scratch").glob("*"))


def test_what_was_made_to_grow_is_refused_before_it_is_large(world, send, tmp_path):
    world.acts["/"] = [zipped(bytes(20_000_000))]
    with pytest.raises(FetchRefused, match="unpacks to more than 300 times its size"):
        send(f"{world.url}/")
    assert not list((tmp_path / "scratch").glob("*"))


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["in the head", "in the body"])
def test_a_server_that_drips_is_left_when_time_is_up(world, client, stop, head):
    world.acts["/"] = [dripping(stop, head)]
    with pytest.raises(FetchFailed, match="too long"):
        client(attempts=1).send(Request(url=f"{world.url}/", most_time=timedelta(seconds=0.3)))


def test_a_server_that_says_nothing_is_left(world, client, stop):
    world.acts["/"] = [lambda _handler: stop.wait(5)]
    with pytest.raises(FetchFailed, match="kept us waiting too long"):
        client(attempts=1).send(Request(url=f"{world.url}/", patience=timedelta(seconds=0.1)))


def test_a_host_is_not_asked_too_often(world, client, clock):
    world.acts["/"] = [says()]
    egress = client(apart=0.5)
    for host in ("127.0.0.1", "127.0.0.1", "a.test", "127.0.0.1"):
        egress.send(Request(url=f"http://{host}:{world.port}/"))
    assert clock.slept == [0.5, 0.5]


def test_a_host_nobody_knows_fails_with_its_name(client):
    with pytest.raises(FetchFailed, match=r"no address is known for no\.such\.invalid"):
        client(resolve=_nowhere, attempts=1).send(Request(url="http://no.such.invalid/"))


def _nowhere(host, _port):
    return []


def test_a_credential_is_never_shown(world, send):
    world.acts["/feed"] = [says(status=403), says(status=503)]
    for _ in range(2):
        with pytest.raises((FetchRefused, FetchFailed)) as caught:
            send(f"{world.url}/feed?api_key=hush", secret_query={"part": "hush"}, headers={"Authorization": "hush"})
        assert "hush" not in str(caught.value)
    with pytest.raises(FetchRefused, match="header") as caught:
        send(f"{world.url}/feed", headers={"JWT": "hush\nhush"})
    assert "hush" not in str(caught.value)

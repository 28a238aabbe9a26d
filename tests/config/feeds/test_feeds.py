"""The demo's outside world."""

import io
import socket
import struct
import tarfile
from datetime import UTC, datetime

import duckdb
import httpx
import pytest

from learnstead.config.feeds import objects
from learnstead.config.feeds.dates import filled
from learnstead.config.feeds.routes import Route
from learnstead.config.feeds.server import serving

TODAY = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)


def test_dates_move_with_today():
    text = "${date:+30d} ${datetime:-1w} ${year:+1} ${date:-21d|%B %-d, %Y}"

    assert filled(text, today=TODAY) == "2026-12-21 2026-11-14T00:00:00Z 2027 October 31, 2026"


def test_a_payload_is_served_at_its_real_host_path_and_query(tmp_path):
    (tmp_path / "page.json").write_text('{"starts": "${date:+0d}"}')
    routes = [
        Route(tmp_path, {"host": "a.org", "path": "/list", "query": {"page": 2}, "json": []}),
        Route(tmp_path, {"host": "a.org", "path": "/list", "file": "page.json"}),
    ]
    with serving(routes) as world:
        to_a = {"X-Replay-Host": "a.org"}
        assert "starts" in httpx.get(f"{world.url}/list", headers=to_a).json()
        assert httpx.get(f"{world.url}/list?page=2&size=5", headers=to_a).json() == []
        assert httpx.get(f"{world.url}/list", headers={"X-Replay-Host": "b.org"}).status_code == 404


def test_a_payload_may_require_credentials(tmp_path):
    route = Route(tmp_path, {"host": "a.org", "path": "/", "require": {"Authorization": "^JWT "}, "text": "in"})
    with serving([route]) as world:
        asks = {"X-Replay-Host": "a.org"}
        assert httpx.get(world.url, headers=asks).status_code == 401
        assert httpx.get(world.url, headers={**asks, "Authorization": "JWT x"}).text == "in"


@pytest.fixture
def samples(tmp_path):
    folder = tmp_path / "feeds/some/objects"
    (folder / "a/course.tar.gz.d/course").mkdir(parents=True)
    (folder / "a/course.tar.gz.d/course/course.xml").write_text('<course start="${date:+1d}"/>')
    (folder / "events").mkdir()
    (folder / "events/1.parquet.zst.jsonl").write_text('{"uuid": "u", "properties": {"resource": {"id": 1}}}\n')
    return folder


def test_folders_are_packed_into_archives_and_lines_into_parquet(samples, tmp_path):
    found = dict(objects._objects(samples, samples, TODAY))

    with tarfile.open(fileobj=io.BytesIO(found["a/course.tar.gz"])) as archive:
        assert archive.extractfile("course/course.xml").read() == b'<course start="2026-11-22"/>'
    parquet = tmp_path / "x.parquet"
    parquet.write_bytes(found["events/1.parquet.zst"])
    assert duckdb.read_parquet(str(parquet)).fetchall() == [("u", '{"resource": {"id": 1}}')]


def test_the_same_content_gives_the_same_bytes(samples):
    assert list(objects._objects(samples, samples, TODAY)) == list(objects._objects(samples, samples, TODAY))


def test_whoever_hangs_up_in_the_middle_is_not_talked_about(capfd):
    with serving([]) as server:
        address = ("127.0.0.1", server.server_address[1])
        with socket.create_connection(address) as rude:
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # the end is a reset
            rude.sendall(b"GET /healthz HTTP/1.1\r\n")
        assert httpx.get(f"{server.url}/healthz").text == "ok"
    assert capfd.readouterr().err == ""

"""One table of requests for the bytes of videos, and two servers that answer it alike: ours, and nginx by our file."""

import socket
import subprocess
from datetime import timedelta

import pytest

from learnstead.adapters.delivery.own_paths import OwnPaths
from learnstead.adapters.delivery.path_token import PathTokens
from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.adapters.objects.folder import FolderStore
from learnstead.config.media.answers import MOST_AT_ONCE
from learnstead.kernel import clock
from tests.config.media.conftest import BIG, FILES, KEYS, OTHER, PUBLIC, SECRET, base_of

SHOWN_TYPES = {
    "master.m3u8": "application/vnd.apple.mpegurl",
    "720p/index.m3u8": "application/vnd.apple.mpegurl",
    "720p/init.mp4": "video/mp4",
    "720p/00000.m4s": "video/iso.segment",
    "captions/en-1.vtt": "text/vtt; charset=utf-8",
    "poster.jpg": "image/jpeg",
    "download.mp4": "video/mp4",
}


@pytest.mark.parametrize("name", FILES)
def test_every_file_comes_whole_with_its_type_and_is_kept_by_nobody(server, base, name):
    reply = server.ask(f"{base}/{name}")
    assert (reply.status, reply.body) == (200, FILES[name])
    assert reply.headers["content-type"] == SHOWN_TYPES[name]
    assert reply.headers["cache-control"] == "private, no-store"
    assert reply.headers["content-length"] == str(len(FILES[name]))
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", FILES)
def test_a_public_file_is_kept_for_long_and_a_playlist_briefly(server, name):
    reply = server.ask(f"/media/v/{PUBLIC}/3/{name}")
    assert (reply.status, reply.body) == (200, FILES[name])
    kept = "public, max-age=10" if name.endswith(".m3u8") else "public, max-age=31536000, immutable"
    assert reply.headers["cache-control"] == kept


@pytest.mark.parametrize("name", FILES)
def test_without_a_mark_no_file_is_public(server, name):
    assert server.ask(f"/media/v/{SECRET}/1/{name}").status == 404


@pytest.mark.parametrize("name", FILES)
def test_a_grant_for_one_video_opens_no_other(server, base, name):
    token, end = base.split("/")[3:5]
    assert server.ask(f"/media/s/{token}/{end}/{OTHER}/1/{name}").status == 403
    assert server.ask(f"/media/s/{token}/{end}/{SECRET}/2/{name}").status == 403
    assert server.ask(f"/media/s/{token}/{int(end) + 1}/{SECRET}/1/{name}").status == 403
    assert server.ask(f"/media/s/A{token[1:]}/{end}/{SECRET}/1/{name}").status in {403, 200 if token[0] == "A" else 403}
    assert server.ask(f"/media/s/{token[:-1]}{'1' if token[-1] != '1' else '2'}/{end}/{SECRET}/1/{name}").status == 403


@pytest.mark.parametrize("name", FILES)
def test_an_expired_grant_is_gone(server, signer, name):
    assert server.ask(f"{base_of(signer, SECRET, ago=timedelta(hours=2, seconds=2))}/{name}").status == 410


def test_a_grant_of_the_older_key_is_honoured_and_one_of_a_removed_key_is_not(server, folder):
    older, removed = (OwnPaths(PathTokens([key]), FolderStore(folder)) for key in (KEYS[1], "k" * 32))
    assert server.ask(f"{base_of(older, SECRET)}/master.m3u8").status == 200
    assert server.ask(f"{base_of(older, SECRET, ago=timedelta(hours=3))}/master.m3u8").status == 410
    assert server.ask(f"{base_of(removed, SECRET)}/master.m3u8").status == 403


def test_a_revoked_grant_is_refused_at_once(server, signer):
    base = base_of(signer, SECRET)
    assert server.ask(f"{base}/poster.jpg").status == 200
    signer.revoke(base.split("/")[3][-16:], at=clock.now())
    assert server.ask(f"{base}/poster.jpg").status == 403


RANGES = {
    "bytes=0-3": (206, "bytes 0-3/10", b"0123"),
    "bytes=4-": (206, "bytes 4-9/10", b"456789"),
    "bytes=-2": (206, "bytes 8-9/10", b"89"),
    "bytes=-50": (206, "bytes 0-9/10", b"0123456789"),
    "bytes=8-100": (206, "bytes 8-9/10", b"89"),
    "bytes=0-1,4-5": (200, None, b"0123456789"),
    "pages=1-2": (200, None, b"0123456789"),
}


@pytest.mark.parametrize("wanted", RANGES)
def test_a_range_is_answered_with_its_bytes(server, base, wanted):
    reply = server.ask(f"{base}/720p/00000.m4s", range=wanted)
    assert (reply.status, reply.headers.get("content-range"), reply.body) == RANGES[wanted]


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=99-200", "bytes=-0"])
def test_a_range_beyond_the_end_is_416_and_says_the_size(server, base, wanted):
    reply = server.ask(f"{base}/720p/00000.m4s", range=wanted)
    assert reply.status == 416
    assert reply.headers["content-range"] == "bytes */10"


def test_a_big_file_comes_in_pieces_whole_and_from_the_middle(server, base):
    assert server.ask(f"{base}/download.mp4").body == BIG
    reply = server.ask(f"{base}/download.mp4", range="bytes=1000000-2999999")
    assert (reply.status, reply.body) == (206, BIG[1_000_000:3_000_000])


def test_what_somebody_has_is_not_sent_again_and_a_range_of_something_else_is_not_mixed_in(server, base):
    etag = server.ask(f"{base}/poster.jpg").headers["etag"]
    again = server.ask(f"{base}/poster.jpg", if_none_match=etag)
    assert (again.status, again.body) == (304, b"")
    assert server.ask(f"{base}/poster.jpg", range="bytes=0-0", if_range=etag).status == 206
    assert server.ask(f"{base}/poster.jpg", range="bytes=0-0", if_range='"another"').status == 200


def test_head_says_what_get_would(server, base):
    reply = server.ask(f"{base}/download.mp4", method="HEAD")
    assert (reply.status, reply.headers["content-length"], reply.body) == (200, str(len(BIG)), b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_bytes_are_only_read(server, base, method):
    assert server.ask(f"{base}/poster.jpg", method=method).status == 405


def test_a_player_on_another_site_may_ask_for_ranges(server, base):
    reply = server.ask(f"{base}/poster.jpg", method="OPTIONS", origin="https://elsewhere.example")
    assert reply.status == 204
    assert "Range" in reply.headers["access-control-allow-headers"]


STRANGE = (
    "/../../../../../releases/secret",
    "/..%2f..%2f..%2f..%2freleases%2fsecret",
    "/%2e%2e/%2e%2e/%2e%2e/originals/{secret}/1/source.mov",
    "/..%252f..%252f..%252foriginals",
    "/%252e%252e/x",
    "/720p/../poster.jpg/../../../1/x",
    "/.hidden",
    "/720p",
    "/720p/",
    "/",
    "",
    "/nothing.m4s",
    "/poster.jpg%00.vtt",
    "/poster.jpg%0a",
    "/poster.jpg/",
    "/..\\poster.jpg",
    "/%c0%ae%c0%ae/x",
    "/caf%C3%A9.jpg",
)


@pytest.mark.parametrize("public", [False, True], ids=["with a grant", "where it is public"])
@pytest.mark.parametrize("path", STRANGE)
def test_no_path_leads_out_of_the_folder(server, base, path, public):
    reply = server.ask((f"/media/v/{PUBLIC}/3" if public else base) + path.format(secret=SECRET))
    # nginx itself refuses a NUL, and what climbs above the root.
    assert reply.status in ({400, 404} if server.name == "nginx" else {404})
    assert b"original" not in reply.body
    assert b"not a video" not in reply.body


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/v",
        "/media/w/x",
        "/media/older-1/s/x",
        f"/media/v/{PUBLIC}/3",
        f"/media/v/{PUBLIC.upper()}/3/poster.jpg",
        f"/media/v/{PUBLIC}/03/poster.jpg",
        f"/media/v/{PUBLIC}/originals/source.mov",
        f"/media/s/short/1/{SECRET}/1/poster.jpg",
        f"/media/p/{'a' * 38}/1/{SECRET}/1/poster.jpg",
        f"/media/o/{'a' * 38}/9/work/{SECRET}/1/half.mp4",
        f"/media/o/{'a' * 38}/9/public/{PUBLIC}",
    ],
)
def test_what_is_no_address_is_not_found(server, path):
    assert server.ask(path).status in ({403, 404} if path.startswith("/media/p") else {404})


def test_a_single_file_comes_under_its_name_and_opens_nothing_else(server, signer):
    key, name = f"video/originals/{SECRET}/1/source.mov", 'Größe "1"; x=\r\n.mov'
    url = signer.file(key, filename=name, viewer="vera", at=clock.now(), lifetime=timedelta(hours=1)).url
    reply = server.ask(url)
    assert (reply.status, reply.body) == (200, b"original")
    said = "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%3B%20x%3D%0D%0A.mov"
    assert reply.headers["content-disposition"] == said
    assert reply.headers["cache-control"] == "private, no-store"
    for other in (
        url.replace(SECRET, OTHER),
        url.replace("originals", "delivery"),
        url.replace("source.mov", "other.mov"),
        url.replace("%20", "%21"),
        url.partition("?")[0],
    ):
        assert server.ask(other).status == 403
    assert server.ask(url.replace("/media/o/", "/media/s/").replace("originals/", "")).status == 403


def test_a_single_file_address_ends(server, signer):
    key, then = f"video/originals/{SECRET}/1/source.mov", clock.now() - timedelta(hours=2)
    url = signer.file(key, filename="a.mov", viewer="vera", at=then, lifetime=timedelta(hours=1)).url
    assert server.ask(url).status == 410


def test_an_old_revision_of_a_public_video_is_served_while_it_is_there_and_then_leads_to_the_current(server):
    assert server.ask(f"/media/v/{PUBLIC}/2/720p/00000.m4s").status == 200
    reply = server.ask(f"/media/v/{PUBLIC}/1/720p/00000.m4s")
    assert reply.status == 302
    assert reply.headers["location"].endswith(f"/media/v/{PUBLIC}/3/720p/00000.m4s")
    assert reply.headers["cache-control"] == "no-store"
    assert server.ask(f"/media/v/{PUBLIC}/3/gone.m4s").status == 404


def test_private_takes_effect_with_the_next_request(server, folder):
    store, video = FolderStore(folder), "f11b" + "0" * 28
    store.put(f"video/delivery/{video}/1/poster.jpg", b"jpeg")
    for _ in range(2):
        store.put(f"video/public/{video}", b"1")
        assert server.ask(f"/media/v/{video}/1/poster.jpg").status == 200
        store.delete(f"video/public/{video}")
        assert server.ask(f"/media/v/{video}/1/poster.jpg").status == 404


def test_everything_else_goes_on_to_the_pages(application):
    assert application.ask("/videos/").status == 418
    assert application.ask("/mediaeval").status == 418


def test_slow_readers_of_large_files_take_no_thread_from_others(application, folder, signer):
    (folder / "video/delivery" / SECRET / "1/large.mp4").write_bytes(bytes(32 * 1024 * 1024))
    base = base_of(signer, SECRET)
    slow = [begin(application, f"{base}/large.mp4") for _ in range(MOST_AT_ONCE)]
    refused = application.ask(f"{base}/large.mp4")
    assert (refused.status, refused.headers["retry-after"]) == (503, "15")
    assert application.ask(f"{base}/poster.jpg").status == 200
    assert application.ask(f"{base}/large.mp4", range="bytes=5-9").status == 206
    for one in slow:
        one.close()
    again = (application.ask(f"{base}/large.mp4", range="bytes=0-2000000").status for _ in range(500))
    assert 206 in again


def begin(server, path):
    """Ask for a file and do not read it."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


def test_a_player_that_knows_no_cookie_and_no_script_plays_through_one_address(server, folder, signer):
    """Every relative address in the playlists inherits the token."""
    video = "f11f" + "0" * 28
    place = folder / "video/delivery" / video / "1"
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "master.m3u8").exists():
        made = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=2", "-c:v", "libx264", "-preset", "ultrafast"]
        made += ["-g", "5", "-f", "hls", "-hls_time", "1", "-hls_segment_type", "fmp4", "-hls_playlist_type", "vod"]
        made += ["-hls_segment_filename", "360p_%05d.m4s", "-master_pl_name", "master.m3u8", "index.m3u8"]
        subprocess.run([find_ffmpeg(None), "-loglevel", "error", *made], cwd=place, check=True)
    url = f"http://127.0.0.1:{server.port}{base_of(signer, video)}/master.m3u8"
    played = subprocess.run(
        [find_ffmpeg(None), "-loglevel", "error", "-i", url, "-f", "framemd5", "-"], capture_output=True, check=True
    )
    assert sum(not line.startswith(b"#") for line in played.stdout.splitlines()) == 10

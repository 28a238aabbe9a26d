"""A film of a minute on its whole way: sent in parts by a browser that dies, encoded, and all that players want."""

import http.client
import os
import struct
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import av
import pytest
from django.conf import settings
from django.test import Client

from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.ports.services import services
from learnstead.video.domain import keys
from learnstead.video.models import Incoming, Revision, Video
from tests import installation, waiting_jobs
from tests.video.cast import collection, person
from tests.video.hls import played
from tests.video.intake.test_tus import STREAM, said

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PART, FRAMES, RATE, SECONDS = 5 * 2**20, 1800, 30, 60
RUNGS = ("720p", "480p", "360p", "240p")
PATIENCE = 120.0
BARS = ("-f", "lavfi", "-i", f"smptebars=size=1280x720:rate={RATE}:duration=10")
TONE = ("-f", "lavfi", "-i", f"sine=frequency=330:duration={SECONDS}")
# Its picture is fit to be the best quality as it is; the others are encoded.
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-pix_fmt", "yuv420p")


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    """One in which nothing moves, which costs little, and as heavy as one in which much does; or that of a setting."""
    if given := os.environ.get("LEARNSTEAD_TEST_FILM"):
        return Path(given)
    folder = tmp_path_factory.mktemp("film")
    ffmpeg = [find_ffmpeg(None), "-v", "error", "-nostdin"]
    subprocess.run([*ffmpeg, *BARS, *X264, folder / "short.mp4"], check=True)
    loop = ["-stream_loop", "5", "-i", folder / "short.mp4"]
    subprocess.run([*ffmpeg, *loop, *TONE, "-c:v", "copy", "-c:a", "aac", folder / "film.mp4"], check=True)
    heavy = 4 * PART
    with (folder / "film.mp4").open("ab") as file:
        file.write(struct.pack(">I4s", heavy, b"free") + bytes(heavy - 8))
    return folder / "film.mp4"


class Sender:
    """Sends a file in parts, as a browser does, and can die in the middle of one."""

    def __init__(self, site: str, who: Client, content: bytes) -> None:
        token = "x" * 32
        session = who.cookies[settings.SESSION_COOKIE_NAME].value
        self.host, self.content, self.place = urlsplit(site).netloc, content, ""
        self.told = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token, "Tus-Resumable": "1.0.0",
        }  # fmt: skip
        self.acknowledged: list[tuple[int, int]] = []

    def ask(self, method: str, place: str, body: bytes = b"", **headers: object) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        also = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        connection.request(method, place, body or None, self.told | also)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def begin(self, **about: str) -> None:
        told = {"Upload_Length": len(self.content), "Upload_Metadata": said(**about)}
        answer = self.ask("POST", "/videos/uploads/", **told)
        assert answer.status == 201
        self.place = urlsplit(answer.headers["Location"]).path

    def send(self, start: int) -> bool:
        """One part; whether it was taken, and not still another one."""
        part = self.content[start : start + PART]
        answer = self.ask("PATCH", self.place, part, Content_Type=STREAM, Upload_Offset=start)
        if answer.status == 204:
            self.acknowledged.append((start, int(answer.headers["Upload-Offset"])))
        return answer.status == 204

    def die_in(self, start: int, *, at: int) -> None:
        """Send the part that begins at ``start``, and be gone at ``at``."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        connection.putrequest("PATCH", self.place)
        lengths = {"Content-Type": STREAM, "Upload-Offset": str(start), "Content-Length": str(PART)}
        for name, value in (self.told | lengths).items():
            connection.putheader(name, value)
        connection.endheaders(self.content[start:at])
        connection.close()

    def go_on(self) -> int:
        """Ask where to go on, and send the rest; where that was."""
        until, first = time.monotonic() + PATIENCE, None
        while (offset := int(self.ask("HEAD", self.place).headers["Upload-Offset"])) < len(self.content):
            if self.send(offset):
                first = offset if first is None else first
            assert time.monotonic() < until
        assert first is not None
        return first


def test_a_film_whose_sender_died_halfway_becomes_all_that_players_want(live_server, film):
    owner, who = person("ada"), Client()
    who.force_login(owner)
    inside = collection(owner)
    content = film.read_bytes()
    sender, killed_at = Sender(live_server.url, who, content), len(content) * 2 // 5
    sender.begin(collection=inside.hexkey, filename="film.mp4")
    for start in range(0, killed_at - PART, PART):
        assert sender.send(start)
    acknowledged = sender.acknowledged[-1][1]
    sender.die_in(acknowledged, at=killed_at)

    gone_on = sender.go_on()

    assert acknowledged <= gone_on <= killed_at
    starts, ends = zip(*sender.acknowledged, strict=True)
    assert (starts[0], ends[-1]) == (0, len(content))
    assert all(start >= end for start, end in zip(starts[1:], ends[:-1], strict=True))  # no byte twice
    waiting_jobs.work_off(only="video.")
    revision = Revision.objects.select_related("video").get()
    assert Incoming.objects.get().state == "kept"
    assert services().objects.get(revision.original) == content
    assert revision.video.status == Video.Status.COMPLETE
    assert set(revision.renditions.values_list("name", flat=True)) >= {*RUNGS, "audio", "mp4", "poster", "sprite"}
    folder = installation.DATA / "objects" / keys.delivery(revision)
    plays_in_step(folder)
    master_is_honest((folder / "master.m3u8").read_text(), folder)
    pictures_are_there(folder)
    with av.open(folder / "download.mp4") as download:
        assert sum(1 for packet in download.demux(video=0) if packet.pts is not None) == FRAMES


def plays_in_step(folder: Path) -> None:
    """Every frame, a key frame every two seconds, segments of six; and sound as long as that."""
    for rung in RUNGS:
        found = played(folder / rung)
        assert found.times == pytest.approx([number / RATE for number in range(FRAMES)], abs=1e-3)
        assert found.keys == pytest.approx(range(0, SECONDS, 2), abs=1e-3)
        assert max(found.segments) <= 6.1
    sound = played(folder / "audio")
    assert (sound.times[0], sound.times[-1]) == pytest.approx((0.0, SECONDS), abs=0.1)


def master_is_honest(master: str, folder: Path) -> None:
    """What a rung promises to need is at least what it needs, and at most a tenth more."""
    lines = master.splitlines()
    asked = {
        lines[place + 1].partition("/")[0]: int(line.partition("BANDWIDTH=")[2].partition(",")[0])
        for place, line in enumerate(lines)
        if line.startswith("#EXT-X-STREAM-INF")
    }
    assert tuple(asked) == RUNGS
    for rung, promised in asked.items():
        needed = peak(folder / rung) + peak(folder / "audio")
        assert needed <= promised <= 1.1 * needed


def peak(folder: Path) -> float:
    """Bits a second of the heaviest whole segment."""
    segments = sorted(folder.glob("*.m4s"))
    lengths = played(folder).segments
    each = zip(segments, lengths, strict=True)
    return max(file.stat().st_size * 8 / seconds for file, seconds in each if seconds >= max(lengths) / 2)


def pictures_are_there(folder: Path) -> None:
    """A poster that is not black, and a thumbnail for every two seconds."""
    with av.open(folder / "poster.jpg") as poster:
        assert next(poster.decode(video=0)).to_ndarray(format="gray").mean() > 40
    cues = [line for line in (folder / "sprite.vtt").read_text().splitlines() if "-->" in line]
    assert (len(cues) - SECONDS // 2) in {0, 1}  # sound may last a little longer
    assert cues[-1].rpartition(" ")[2].startswith("00:01:00.0")
    assert (folder / "sprite.jpg").stat().st_size > 1000

"""A minute of four cameras as our own encoder makes it, in the store: two qualities, sound, pictures, captions."""

import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.ports.objects import ObjectStore
from learnstead.ports.transcoder import Chunk, Ladder, Rung, Stream
from learnstead.video.domain import keys
from learnstead.video.domain.captions import publishing
from learnstead.video.domain.transcoding.playlists import media
from learnstead.video.models import Rendition, Video

RATE = Fraction(5)
LADDER = Ladder((Rung("720p", 1280, 720, 1500), Rung("180p", 320, 180, 200)), RATE, 10)
SECONDS = 60
SOURCE = ("-f", "lavfi", "-i", f"testsrc=size=1280x720:rate=5:duration={SECONDS}")
SOUND = ("-f", "lavfi", "-i", f"sine=frequency=330:duration={SECONDS}")


def packaged(folder: Path) -> Path:
    """The folder of what is played, with its master playlist."""
    transcoder, source, into = FfmpegTranscoder(), folder / "source.mkv", folder / "made"
    ready = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-c:a", "pcm_s16le")
    command = [find_ffmpeg(None), "-v", "error", "-nostdin", "-y", *SOURCE, *SOUND, *ready, source]
    subprocess.run(command, check=True)
    probe = transcoder.probe(source)
    pieces = folder / "pieces"
    pieces.mkdir()
    transcoder.encode(source, probe, LADDER, Chunk(0, None), into=pieces, progress=_unheard)
    transcoder.encode_sound(source, probe, copied=False, into=pieces, progress=_unheard)
    into.mkdir()
    transcoder.make_stills(source, probe, into=into, progress=_unheard)
    for rung in LADDER.rungs:
        (into / rung.name).mkdir()
    (into / "audio").mkdir()
    rungs = [
        transcoder.package(
            pieces / f"{rung.name}.mp4", into=into / rung.name, rung=rung, ladder=LADDER, first=0, progress=_unheard
        )
        for rung in LADDER.rungs
    ]
    sound = transcoder.package(
        pieces / "audio.mp4", into=into / "audio", rung=None, ladder=None, first=0, progress=_unheard
    )
    for one in (*rungs, sound):
        (into / one.folder / "index.m3u8").write_text(media([one], grows=False))
    (into / "master.m3u8").write_text(_master(rungs, sound))
    return into


def put(video: Video, folder: Path, objects: ObjectStore) -> None:
    """Lay the folder where it is played from, and say so in the database."""
    revision = video.current
    assert revision
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            objects.put(keys.delivery(revision, file.relative_to(folder).as_posix()), file.read_bytes())
    for kind, name in (("poster", "poster.jpg"), ("sprite", "sprite.jpg")):
        Rendition.objects.create(revision=revision, kind=kind, name=name, key=keys.delivery(revision, name))
    revision.playable_at = revision.complete_at
    revision.save()
    publishing.publish(video, revision=revision, objects=objects)


def _master(rungs: Sequence[Stream], sound: Stream) -> str:
    media = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,URI="audio/index.m3u8"'
    variants = [
        f'#EXT-X-STREAM-INF:BANDWIDTH={one.peak + sound.peak},CODECS="{one.codecs},{sound.codecs}",'
        f'RESOLUTION={one.width}x{one.height},AUDIO="sound"\n{rung.name}/index.m3u8'
        for one, rung in zip(rungs, LADDER.rungs, strict=True)
    ]
    return "\n".join(["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS", media, *variants]) + "\n"


def _unheard(_seconds: float = 0.0) -> None:
    pass

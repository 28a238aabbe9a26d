"""Tiny clips, made once for each test process: ``clip("plain")`` is a path that nobody may change."""

import atexit
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from learnstead.adapters.ffmpeg.binary import find_ffmpeg

PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=4")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=4")
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "64k")
WIDE = ("-f", "lavfi", "-i", "smptebars=size=640x360:rate=25:duration=8")
HARM = "<script>alert(1)</script>'; $(touch harm) `touch harm` #\x1b[2J\n\n00:00 --> 99:00\nfile:///etc/passwd"
UPRIGHT = "testsrc2=size=180x320:rate=30:duration=2"
KINDS = {
    # H.264 with a key frame every two seconds, which can be copied.
    "plain": ("mp4", *PICTURE, *SOUND, *X264, "-g", "60", *AAC),
    # The least that is a film.
    "brief": ("mp4", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=1", *X264, "-g", "30"),
    # Two rungs, of more than one segment; encoded, or one of them copied.
    "wide": ("mkv", *WIDE, "-f", "lavfi", "-i", "sine=duration=8", "-c:v", "mpeg4", "-q:v", "5", *AAC),
    "wide-copied": ("mp4", *WIDE, *X264, "-g", "50"),
    # Of two chunks, soon encoded.
    "longer": ("mkv", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=5:duration=45",
               "-f", "lavfi", "-i", "sine=duration=45", "-c:v", "mpeg4", "-c:a", "pcm_s16le"),
    # Of which no piece can be cut out.
    "uncut": ("avi", "-f", "lavfi", "-i", "testsrc2=size=64x36:rate=2:duration=46", "-c:v", "mpeg4"),
    # What has to be encoded.
    "long-groups": ("mp4", *PICTURE, *SOUND, *X264, "-g", "250", "-sc_threshold", "0", *AAC),
    "matroska": ("mkv", *PICTURE, *SOUND, "-c:v", "mpeg4", "-g", "60", "-c:a", "flac"),
    "silent": ("mp4", *PICTURE, *X264, "-g", "60"),
    "sound-only": ("m4a", *SOUND, *AAC),
    "upright": ("mp4", "-f", "lavfi", "-i", UPRIGHT, *X264),
    "odd": ("mkv", "-f", "lavfi", "-i", "testsrc=size=321x181:rate=25:duration=2", "-c:v", "ffv1"),
    "slow": ("mp4", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=1:duration=6", *X264),
    # Fourteen seconds: more than two segments.
    "uneven": ("mkv", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=14",
               "-vf", "select='lt(mod(n,30),4)+eq(n,419)'",
               "-fps_mode", "vfr", "-c:v", "mpeg4", "-g", "9"),
    "from-black": ("mp4", *PICTURE, "-vf", "drawbox=t=fill:c=black:enable='lt(t,2)'", *X264, "-g", "30"),
    "dark": ("mp4", "-f", "lavfi", "-i", "color=black:s=320x180:r=30:d=2", *X264),
    "transport": ("ts", *PICTURE, *SOUND, *X264, "-g", "60", *AAC),
    "broad-range": (
        "mkv", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=1",
        "-c:v", "libx265", "-preset", "ultrafast",
        "-vf", "setparams=color_trc=arib-std-b67:color_primaries=bt2020:colorspace=bt2020nc:range=tv",
        "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none",
    ),
    "encrypted": (
        "mp4", *PICTURE, *X264, "-encryption_scheme", "cenc-aes-ctr",
        "-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb",
        "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8",
    ),
    # What it says of itself is meant to do harm, and long.
    "hostile": (
        "mp4", *PICTURE, *SOUND, *X264, "-g", "60", *AAC,
        "-metadata", f"title={HARM}", "-metadata", f"comment={'x' * 50_000}{HARM}",
        "-metadata:s:v", f"handler_name={HARM}", "-metadata:s:a", "language=../",
    ),
    # Eight thousand pixels wide, two frames.
    "huge": ("mp4", "-f", "lavfi", "-i", "color=red:s=7680x4320:r=2:d=1", "-c:v", "mpeg4", "-q:v", "9"),
    # Ten hours that are really there, a frame every ten seconds.
    "ten-hours": ("mkv", "-f", "lavfi", "-i", "color=s=64x36:r=1/10:d=36000", "-c:v", "mpeg4"),
    "still": ("png", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=1:duration=1", "-frames:v", "1"),
}  # fmt: skip


@cache
def _folder() -> Path:
    folder = Path(mkdtemp(prefix="clips-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def clip(kind: str) -> Path:
    """A clip of a kind, 320 by 180 and four seconds unless its name says otherwise."""
    if kind in BROKEN:
        return BROKEN[kind](kind)
    ending, *options = KINDS[kind]
    made = _folder() / f"{kind}.{ending}"
    command = [find_ffmpeg(None), "-v", "error", "-nostdin", "-y", *options, "-fflags", "+bitexact", made]
    subprocess.run(command, check=True)
    return made


def _written(name: str, content: bytes) -> Path:
    made = _folder() / name
    made.write_bytes(content)
    return made


def _cut_mp4(kind: str) -> Path:
    return _written(f"{kind}.mp4", clip("plain").read_bytes()[:30_000])


def _cut_matroska(kind: str) -> Path:
    content = clip("matroska").read_bytes()
    return _written(f"{kind}.mkv", content[: len(content) // 5])


def _turned(kind: str) -> Path:
    made = _folder() / f"{kind}.mp4"
    command = [
        find_ffmpeg(None),
        "-v",
        "error",
        "-y",
        "-display_rotation",
        "90",
        "-i",
        clip("plain"),
        "-c",
        "copy",
        made,
    ]
    subprocess.run(command, check=True)
    return made


def _long_header(kind: str) -> Path:
    """The header's durations say ten hours."""
    content = bytearray(clip("plain").read_bytes())
    place = content.index(b"mvhd") + 4
    scale = int.from_bytes(content[place + 12 : place + 16])
    content[place + 16 : place + 20] = (36_000 * scale).to_bytes(4)
    return _written(f"{kind}.mp4", bytes(content))


def _crowded(kind: str) -> Path:
    """Matroska with ten thousand tracks, the first of which holds a second of silence."""

    def element(name: str, content: bytes) -> bytes:
        return bytes.fromhex(name) + (1 << 56 | len(content)).to_bytes(8) + content

    def track(number: int) -> bytes:
        named = element("d7", number.to_bytes(2)) + element("73c5", number.to_bytes(2)) + element("83", b"\x02")
        sound = element("86", b"A_PCM/INT/LIT") + element("e1", element("9f", b"\x01") + element("6264", b"\x10"))
        return element("ae", named + sound)

    tracks = element("1654ae6b", b"".join(track(number) for number in range(1, 10_001)))
    silence = element("1f43b675", element("e7", b"\0") + element("a3", b"\x81\0\0\x80" + bytes(16_000)))
    scale = element("1549a966", element("2ad7b1", (1_000_000).to_bytes(4)))
    content = element("1a45dfa3", element("4282", b"matroska")) + element("18538067", scale + tracks + silence)
    return _written(f"{kind}.mkv", content)


BROKEN = {
    "empty": lambda kind: _written(f"{kind}.mp4", b""),
    "mislabelled": lambda kind: _written(f"{kind}.mp4", b"%PDF-1.7\n" + b"words " * 5000),
    "playlist": lambda kind: _written(
        f"{kind}.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
    ),
    "listing": lambda kind: _written(f"{kind}.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "subtitles": lambda kind: _written(f"{kind}.mp4", b"1\n00:00:00,000 --> 00:00:02,000\nhello\n"),
    "crowded": _crowded,
    "cut": _cut_mp4,
    "cut-matroska": _cut_matroska,
    "turned": _turned,
    "long-header": _long_header,
}

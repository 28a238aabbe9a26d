"""A picture somebody brings for their video: cut to size and turned upright, without what else its file says."""

import struct
from pathlib import Path

from learnstead.adapters.ffmpeg.process import Limits
from learnstead.ports.transcoder import NotPlayable

LIMITS = Limits(seconds=30, memory=4 << 30, file=16 << 20)
MOST_PIXELS = 60_000_000
UNREADABLE = "The picture cannot be read; it is damaged, or larger than 60 megapixels."
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
TURNS = {
    2: "hflip,", 3: "hflip,vflip,", 4: "vflip,", 5: "transpose=0,", 6: "transpose=1,", 7: "transpose=3,",
    8: "transpose=2,",
}  # fmt: skip
"""What makes a picture upright, by the orientation its EXIF tells (TIFF 6.0, tag 274)."""

_ORIENTATION, _SHORT, _ENTRY = 0x0112, 3, 12
_START_OF_SCAN, _APP1, _EXIF = 0xDA, 0xE1, b"Exif\0\0"


def making(source: Path, *, into: Path, width: int, height: int) -> list[str]:
    """What ffmpeg is told; NotPlayable for what is neither JPEG nor PNG."""
    content = source.read_bytes()
    kind = "jpeg_pipe" if content.startswith(JPEG) else "png_pipe" if content.startswith(PNG) else ""
    if not kind:
        raise NotPlayable("A thumbnail is a JPEG or a PNG picture.")
    turn = TURNS.get(orientation(content), "") if kind == "jpeg_pipe" else ""
    seen = "format=rgba,premultiply=inplace=1," if kind == "png_pipe" else ""  # nothing hides where nothing is seen
    fill = f"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height},setsar=1"
    return [
        "-max_pixels", str(MOST_PIXELS), "-noautorotate", "-err_detect", "explode", "-xerror",
        "-protocol_whitelist", "file,pipe", "-f", kind, "-i", f"file:{source}", "-map", "0:v:0", "-frames:v", "1",
        "-vf", f"{seen}{turn}{fill},format=yuvj420p", "-map_metadata", "-1", "-fflags", "+bitexact",
        "-flags:v", "+bitexact", "-q:v", "3", "-f", "image2", "-update", "1", str(into),
    ]  # fmt: skip


def orientation(jpeg: bytes) -> int:
    """What EXIF says of how the camera was held, 1 to 8; 1 where it says nothing that makes sense."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _START_OF_SCAN:  # noqa: PLR2004 - JPEG's marker
        (length,) = struct.unpack_from(">H", jpeg, at + 2)
        segment = jpeg[at + 4 : at + 2 + length]
        if jpeg[at + 1] == _APP1 and segment.startswith(_EXIF):
            return _in_tiff(segment.removeprefix(_EXIF))
        at += 2 + length
    return 1


def _in_tiff(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for place in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + place * _ENTRY)
            if (tag, kind) == (_ORIENTATION, _SHORT):
                return int(value) if value in TURNS else 1
    except struct.error:
        return 1
    return 1

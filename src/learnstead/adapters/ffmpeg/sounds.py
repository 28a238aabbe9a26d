"""What ffmpeg is told to encode sound."""

from pathlib import Path

from learnstead.adapters.ffmpeg.pictures import reading
from learnstead.ports.transcoder import Probe

KBITS = 128
SOUND_ALONE = ("-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1")


def encoding(source: Path, probe: Probe, into: Path) -> list[str]:
    """Stereo AAC without gaps; silence first when the sound begins later than the picture."""
    return [
        *reading(source, probe.container), *SOUND_ALONE,
        "-af", "aresample=48000:async=1:first_pts=0", "-c:a", "aac", "-b:a", f"{KBITS}k", "-ac", "2", "-ar", "48000",
        str(into / "audio.mp4"),
    ]  # fmt: skip


def copying(source: Path, probe: Probe, into: Path) -> list[str]:
    """Take the sound as it is."""
    return [*reading(source, probe.container), *SOUND_ALONE, "-c:a", "copy", str(into / "audio.mp4")]

"""Reads what was packaged, with PyAV, as a player would."""

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import av


@dataclass(frozen=True)
class Played:
    """Times in seconds, in the order of showing; ``waits`` in the order of bytes."""

    times: list[float]
    keys: list[float]
    segments: list[float]
    waits: list[float]


def played(folder: Path) -> Played:
    """Every packet of a media playlist; PyAV follows no playlist, so it reads the segments one after another."""
    lines = (folder / "index.m3u8").read_text().splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    segments = [float(line[8:].rstrip(",")) for line in lines if line.startswith("#EXTINF:")]
    with TemporaryDirectory() as aside:
        whole = Path(aside, "whole.mp4")
        whole.write_bytes(b"".join((folder / name).read_bytes() for name in ["init.mp4", *names]))
        with av.open(whole) as container:
            packets = [packet for packet in container.demux() if packet.pts is not None]
            times = sorted(float(packet.pts * packet.time_base) for packet in packets)
            keys = [float(packet.pts * packet.time_base) for packet in packets if packet.is_keyframe]
        return Played(times=times, keys=keys, segments=segments, waits=waits(whole))


def named(playlist: str) -> list[str]:
    """Everything that a playlist names."""
    lines = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    return lines + re.findall(r'URI="([^"]+)"', playlist)


def waits(file: Path) -> list[float]:
    """How long each packet waits to be shown."""
    with av.open(file) as container:
        packets = [packet for packet in container.demux() if packet.pts is not None]
        return [float((packet.pts - packet.dts) * packet.time_base) for packet in packets]

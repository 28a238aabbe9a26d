"""Looks into a file with PyAV and prints what it holds, as JSON. Runs in a process of its own, with limits.

Every packet's place in time is read, none but the first frames decoded: a header may claim anything.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from learnstead.adapters.ffmpeg.kinds import CONTAINERS, PLAYLISTS

HDR_TRANSFERS = {16, 18}  # SMPTE 2084 and ARIB STD-B67, by their numbers in H.273
TRIED_FRAMES = 3
EVEN = 0.2  # of a frame: how much later or sooner than the beat a frame may come
STEADY = 0.002  # seconds: how much later or sooner than the one before ends a frame of sound may come
REORDERED = 16  # frames: no codec we know lets one wait for longer

Scan = tuple[list[float], list[float], bool, float, int]


class Unfit(Exception):
    """It cannot be played; the text says why."""


def main(path: Path) -> None:
    """Print a description, or ``{"problem": ...}``."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    av.logging.set_level(av.logging.PANIC)
    try:
        answer = look(path)
    except Unfit as problem:
        answer = {"problem": str(problem)}
    except MemoryError:
        answer = {"problem": "looking into it takes more memory than any video should"}
    except (av.error.FFmpegError, ValueError, ArithmeticError) as problem:
        answer = {"problem": f"it cannot be read: {str(problem)[:200]}"}
    answers.write(json.dumps(answer))
    answers.flush()


def look(path: Path) -> dict[str, Any]:
    """What is in the file, in the words of ``ports.transcoder.Probe``."""
    with _opened(path) as container:
        if _encrypted(path):
            raise Unfit("it is encrypted (DRM); send a copy without protection")
        video = next((stream for stream in container.streams.video if not _is_cover(stream)), None)
        audio = container.streams.best("audio")
        if video is None and audio is None:
            raise Unfit("it holds neither a moving picture nor sound")
        for stream in (video, audio):
            if stream is not None and stream.codec_context is None:
                raise Unfit(f"its {stream.type} is in a format that nobody here knows")
        wanted = [stream for stream in (video, audio) if stream is not None]
        scan = _scan(container, wanted)
        promised = (container.duration or 0) / av.time_base
        picture = _picture(video, scan[video.index], container) if video is not None else None
        return {
            "container": container.format.name,
            "promised": promised,
            "duration": max(end for _, _, _, end, _ in scan.values()) - _start(container),
            "picture": picture,
            "sound": _sound(audio, scan[audio.index], container) if audio and scan[audio.index][4] else None,
        }


def _opened(path: Path) -> InputContainer:
    options = {"protocol_whitelist": "file", "format_whitelist": ",".join(CONTAINERS)}
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Unfit("it is empty")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(PLAYLISTS):
        raise Unfit("it is a playlist, not a video: send the video itself")
    try:
        return av.open(f"file:{path}", options=options, metadata_errors="replace")
    except av.error.FFmpegError as problem:
        if b"ftyp" in head[:12]:
            raise Unfit("it was cut off: the index at its end is missing; send it again") from problem
        raise Unfit("it is no video or sound in a format we know, whatever its name says") from problem


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _start(container: InputContainer) -> float:
    return (container.start_time or 0) / av.time_base


def _scan(container: InputContainer, streams: list[Any]) -> dict[int, Scan]:
    """For each stream: times of its frames in order, of those at which one may begin, open groups, end, bytes."""
    times: dict[int, list[float]] = {stream.index: [] for stream in streams}
    keys: dict[int, list[float]] = {stream.index: [] for stream in streams}
    opened = dict.fromkeys(times, False)
    ends = dict.fromkeys(times, 0.0)
    sizes = dict.fromkeys(times, 0)
    with contextlib.suppress(av.error.FFmpegError):  # it ends where it ends
        for packet in container.demux(streams):
            if packet.pts is None or packet.is_corrupt:
                continue
            index, base = packet.stream_index, packet.time_base
            at = float(packet.pts * base)
            if keys[index] and at < keys[index][-1] - 1e-6:
                opened[index] = True
            if packet.is_keyframe:
                keys[index].append(at)
            times[index].append(at)
            ends[index] = max(ends[index], at + float((packet.duration or 0) * base))
            sizes[index] += packet.size
    return {index: (sorted(times[index]), keys[index], opened[index], ends[index], sizes[index]) for index in times}


def _picture(stream: VideoStream, scan: Scan, container: InputContainer) -> dict[str, Any]:
    times, keys, opened, end, size = scan
    if not times:
        raise Unfit("its picture has no frames: it was cut off or is damaged; send it again")
    frames = list(_first_frames(stream, container))
    if not frames:
        raise Unfit("its picture cannot be decoded: it is damaged, or encrypted")
    first, context = frames[0], stream.codec_context
    ratio = stream.sample_aspect_ratio or Fraction(1)
    turned = round(getattr(first, "rotation", 0)) % 360
    width, height = round(context.width * (ratio if ratio > 0 else 1)), context.height
    if turned in {90, 270}:
        width, height = height, width
    seconds = max(end - times[0], 1e-3)
    gaps = [after - before for before, after in pairwise(times)] or [seconds]
    rate = _rate(stream, len(times), seconds)
    return {
        "codec": context.name, "profile": context.profile or "", "pixels": first.format.name,
        "width": width, "height": height, "rotation": turned, "square": ratio in {0, 1},
        "rate": [rate.numerator, rate.denominator], "longest_frame": max(gaps),
        "varies": max(abs(gap * rate - 1) for gap in gaps) > EVEN,
        "interlaced": any(frame.interlaced_frame for frame in frames),
        "hdr": int(getattr(first, "color_trc", 2)) in HDR_TRANSFERS,
        "key_gap": max([after - before for before, after in pairwise([*keys, end])] or [seconds]),
        "open_groups": opened or not keys or keys[0] > times[0] + 1e-6, "kbits": round(size * 8 / seconds / 1000),
        "begins": max(times[0] - _start(container), 0.0),
    }  # fmt: skip


def _first_frames(stream: VideoStream, container: InputContainer) -> Iterator[av.VideoFrame]:
    container.seek(0)
    packets = 0
    with contextlib.suppress(av.error.FFmpegError):
        for packet in container.demux(stream):
            packets += 1
            with contextlib.suppress(av.error.InvalidDataError):
                for frame in packet.decode():
                    if not frame.is_corrupt:
                        yield frame
                        return
            if packets > TRIED_FRAMES * REORDERED:
                return


def _rate(stream: VideoStream, frames: int, seconds: float) -> Fraction:
    """What the file says when its frames agree, or what they are on average."""
    average = Fraction(frames / seconds).limit_denominator(1001)
    for said in (stream.average_rate, stream.guessed_rate, stream.base_rate):
        if said and said > 0 and abs(said / average - 1) < 1 / max(frames, 50) + 0.002:
            return Fraction(said)
    return average


def _sound(stream: Any, scan: Scan, container: InputContainer) -> dict[str, Any]:
    context, (times, _, _, end, size) = stream.codec_context, scan
    language = (stream.metadata.get("language") or "")[:3]
    plain = language.isascii() and language.isalpha() and language != "und"
    frame = (context.frame_size or 0) / (context.sample_rate or 1)
    return {
        "codec": context.name, "channels": context.channels, "hertz": context.sample_rate,
        "language": language if plain else "", "profile": context.profile or "",
        "kbits": round(size * 8 / max(end - times[0], 1e-3) / 1000), "begins": times[0] - _start(container),
        "steady": all(abs(after - before - frame) < STEADY for before, after in pairwise(times)),
    }  # fmt: skip


def _encrypted(path: Path) -> bool:
    """Whether an MP4's description of its streams names a protection scheme (ISO/IEC 14496-12, 8.12)."""
    with path.open("rb") as file:
        parts = [file.read(1 << 20)]
        file.seek(max(0, path.stat().st_size - (1 << 22)))
        parts.append(file.read())
    return any(b"sinf" in part and (b"encv" in part or b"enca" in part) for part in parts if b"ftyp" in parts[0][:12])


if __name__ == "__main__":
    main(Path(sys.argv[1]))

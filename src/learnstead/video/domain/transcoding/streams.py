"""What pieces have made of each quality, as it is kept in their rows, and those of many pieces as one."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from learnstead.ports.transcoder import Stream
from learnstead.video.models import TranscodePiece


def as_json(stream: Stream) -> dict[str, Any]:
    """A stream as it is kept."""
    return asdict(stream) | {"rate": str(stream.rate)}


def from_json(kept: dict[str, Any]) -> Stream:
    """The stream that was kept."""
    segments = tuple((float(seconds), int(size)) for seconds, size in kept["segments"])
    return Stream(**kept | {"segments": segments, "rate": Fraction(kept["rate"])})


def made_by(pieces: Iterable[TranscodePiece]) -> dict[str, list[Stream]]:
    """Folder to the streams that belong into it, in their order."""
    found: dict[str, list[Stream]] = {}
    for piece in pieces:
        for kept in piece.made:
            found.setdefault(kept["folder"], []).append(from_json(kept))
    return {folder: sorted(parts, key=lambda part: part.first) for folder, parts in found.items()}


def whole(parts: Sequence[Stream]) -> Stream:
    """Parts of one quality as one, to be measured."""
    return replace(parts[0], segments=tuple(segment for part in parts for segment in part.segments))

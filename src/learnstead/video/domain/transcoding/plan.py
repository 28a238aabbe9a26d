"""The plan of a transcode job: its pieces, which are rows, and what the original was found to be."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from learnstead.ports.transcoder import Chunk, Picture, Probe, Sound
from learnstead.video.domain.transcoding.ladder import chunks_of, copied_part, encoded_part, ladder_of
from learnstead.video.models import Incoming, Revision, TranscodeJob, TranscodePiece

Kind = TranscodePiece.Kind

QUICK_FROM = 45.0  # seconds of film; what is shorter is soon done anyway
EARLY = (Kind.COPY, Kind.QUICK, Kind.SOUND)
"""Nothing can be watched without these; they go before other films' chunks."""
# Seconds of work for a second of film, roughly, so that progress grows evenly.
WEIGHTS = {Kind.CHUNK: 1.0, Kind.QUICK: 0.1, Kind.SOUND: 0.03, Kind.COPY: 0.02, Kind.STILLS: 0.02}


def pieces(job: TranscodeJob, probe: Probe, *, opening: bool) -> list[TranscodePiece]:
    """Everything there is to do, in the order in which it is best begun. ``opening``: something should play early."""
    ladder = ladder_of(probe)
    planned: list[tuple[str, Kind, Chunk]] = []
    whole = Chunk(0, None)
    if probe.sound:
        planned.append(("sound", Kind.SOUND, whole))
    if ladder:
        copied, encoded = copied_part(ladder), encoded_part(ladder)
        if copied:
            planned.append(("copy", Kind.COPY, whole))
        elif opening and not probe.seekable and probe.duration >= QUICK_FROM:
            planned.append(("quick", Kind.QUICK, whole))
        chunks = list(chunks_of(probe, ladder)) if encoded else []
        planned += [(f"chunk-{number:05}", Kind.CHUNK, chunk) for number, chunk in enumerate(chunks)]
        planned.insert(len(planned) - len(chunks[1:]), ("stills", Kind.STILLS, whole))
    planned.append(("finish", Kind.FINISH, whole))
    return [
        TranscodePiece(job=job, name=name, kind=kind, first=chunk.first, end=chunk.end,
                       seconds=_work(kind, chunk, probe, ladder.rate if ladder else Fraction(1)))
        for name, kind, chunk in planned
    ]  # fmt: skip


def has_download(revision: Revision) -> bool:
    """Whether there is to be a file to keep: not of what a recorder filmed, four cameras that a player takes apart."""
    ways = Incoming.objects.filter(revision__original=revision.original, revision__video=revision.video_id)
    return not ways.filter(way=Incoming.Way.CAPTURE).exists()


def _work(kind: Kind, chunk: Chunk, probe: Probe, rate: Fraction) -> float:
    if kind == Kind.FINISH:
        return 0.02 * probe.duration + 0.1
    seconds = probe.duration
    if kind == Kind.CHUNK:
        end = float(chunk.end / rate) if chunk.end is not None else probe.duration
        seconds = max(end - float(chunk.first / rate), 0.1)
    return WEIGHTS[kind] * seconds


def as_json(probe: Probe) -> dict[str, Any]:
    """A probe as it is kept with a revision."""
    kept = asdict(probe)
    if probe.picture:
        kept["picture"]["rate"] = str(probe.picture.rate)
    return kept


def from_json(kept: dict[str, Any]) -> Probe:
    """The probe that was kept."""
    picture, sound = kept["picture"], kept["sound"]
    seen = Picture(**{**picture, "rate": Fraction(picture["rate"])}) if picture else None
    return Probe(**{**kept, "picture": seen, "sound": Sound(**sound) if sound else None})

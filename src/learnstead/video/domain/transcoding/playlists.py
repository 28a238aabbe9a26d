"""Playlists (RFC 8216), from what was measured. The master's is rewritten whenever captions change."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

from learnstead.ports.objects import ObjectStore
from learnstead.ports.transcoder import Stream
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding import plan
from learnstead.video.domain.transcoding.ladder import may_copy_sound
from learnstead.video.models import Rendition, Revision

Kind = Rendition.Kind
SOUND_GROUP, WORDS_GROUP = "sound", "words"


class Words(Protocol):
    """Captions in one language, with their playlist's name below the revision's folder."""

    @property
    def language(self) -> str:
        """A BCP 47 tag."""

    @property
    def name(self) -> str:
        """What viewers choose."""

    @property
    def playlist(self) -> str:
        """Such as ``captions/en-3.m3u8``."""


def write_master(revision: Revision, *, words: Sequence[Words], objects: ObjectStore) -> None:
    """Put the master playlist of what ``revision`` has now, with ``words`` for those who read."""
    renditions = list(revision.renditions.filter(kind__in=[Kind.RUNG, Kind.AUDIO]))
    if renditions:
        text = master(renditions, language=_language(revision), channels=_channels(revision), words=words)
        objects.put(keys.delivery(revision, keys.MASTER), text.encode())


def media(parts: Sequence[Stream], *, grows: bool, until: float | None = None) -> str:
    """The segments of one quality. A playlist that ``grows`` may only do that, and players begin at its beginning.

    ``until`` is how many seconds of the film there are yet, None when it is all there.
    """
    segments = [
        (seconds, number) for part in parts for number, (seconds, _) in enumerate(part.segments, start=part.first)
    ]
    lines = [
        "#EXTM3U", "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max([1, *(round(seconds) for seconds, _ in segments)])}",
        "#EXT-X-MEDIA-SEQUENCE:0", f"#EXT-X-PLAYLIST-TYPE:{'EVENT' if grows else 'VOD'}",
        *(["#EXT-X-START:TIME-OFFSET=0"] if grows else []), "#EXT-X-INDEPENDENT-SEGMENTS", '#EXT-X-MAP:URI="init.mp4"',
    ]  # fmt: skip
    for (seconds, number), end in zip(segments, accumulate(seconds for seconds, _ in segments), strict=True):
        if until is None or end - seconds / 2 < until:
            lines += [f"#EXTINF:{seconds:.6f},", f"{number:05}.m4s"]
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if until is None else [])]) + "\n"


def master(renditions: Sequence[Rendition], *, language: str, words: Sequence[Words], channels: int = 2) -> str:
    """Each rung with the sound's rate added to its own; the best first, since some players begin with the first."""
    sound = next((one for one in renditions if one.kind == Kind.AUDIO), None)
    rungs = sorted((one for one in renditions if one.kind == Kind.RUNG), key=lambda one: -one.bandwidth)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound and rungs:
        spoken = f'LANGUAGE="{language}",' if language else ""
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{SOUND_GROUP}",NAME="Sound",{spoken}DEFAULT=YES,AUTOSELECT=YES,'
            f'CHANNELS="{channels}",URI="{uri(sound)}"'
        )
    lines += [
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{WORDS_GROUP}",NAME="{_quoted(one.name)}",LANGUAGE="{one.language}",'
        f'DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="{one.playlist}"'
        for one in words
    ]
    for rung in rungs or [one for one in (sound,) if one]:
        lines += [_variant(rung, sound if rungs else None, worded=bool(words)), uri(rung)]
    return "\n".join(lines) + "\n"


def uri(rendition: Rendition) -> str:
    """The media playlist, relative to the master: ``720p/index.m3u8``."""
    return "/".join(rendition.key.split("/")[-2:])


def _variant(rung: Rendition, sound: Rendition | None, *, worded: bool) -> str:
    peak = rung.bandwidth + (sound.bandwidth if sound else 0)
    average = rung.average_bandwidth + (sound.average_bandwidth if sound else 0)
    codecs = ",".join(one.codecs for one in (rung, sound) if one)
    parts = [f"BANDWIDTH={peak}", f"AVERAGE-BANDWIDTH={average}", f'CODECS="{codecs}"']
    if rung.width:
        parts += [f"RESOLUTION={rung.width}x{rung.height}", f"FRAME-RATE={rung.frame_rate:.3f}"]
        parts += ["CLOSED-CAPTIONS=NONE"]
    parts += [f'AUDIO="{SOUND_GROUP}"'] if sound else []
    parts += [f'SUBTITLES="{WORDS_GROUP}"'] if worded else []
    return f"#EXT-X-STREAM-INF:{','.join(parts)}"


def _language(revision: Revision) -> str:
    sound = revision.probe.get("sound") or {}
    return str(sound.get("language") or "")


def _channels(revision: Revision) -> int:
    probe = plan.from_json(revision.probe) if revision.probe else None
    return probe.sound.channels if probe and probe.sound and may_copy_sound(probe) else 2


def _quoted(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable() and letter != '"')

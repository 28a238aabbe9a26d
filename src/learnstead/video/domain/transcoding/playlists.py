"""The master playlist (RFC 8216), from what was measured; rewritten whenever captions change."""

from collections.abc import Sequence
from typing import Protocol

from learnstead.ports.objects import ObjectStore
from learnstead.video.domain import keys
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
        text = master(renditions, language=_language(revision), words=words)
        objects.put(keys.delivery(revision, keys.MASTER), text.encode())


def master(renditions: Sequence[Rendition], *, language: str, words: Sequence[Words]) -> str:
    """Each rung with the sound's rate added to its own; the best first, since some players begin with the first."""
    sound = next((one for one in renditions if one.kind == Kind.AUDIO), None)
    rungs = sorted((one for one in renditions if one.kind == Kind.RUNG), key=lambda one: -one.bandwidth)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound and rungs:
        spoken = f'LANGUAGE="{language}",' if language else ""
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{SOUND_GROUP}",NAME="Sound",{spoken}DEFAULT=YES,AUTOSELECT=YES,'
            f'CHANNELS="2",URI="{uri(sound)}"'
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


def _quoted(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable() and letter != '"')

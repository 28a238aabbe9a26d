"""Which qualities a film gets, and in which chunks: never above what was filmed, a good source as it is."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from learnstead.ports.transcoder import Chunk, Ladder, Picture, Probe, Rung

# The shorter side, and the most kbit/s at up to 30 frames per second.
RUNGS = ((1080, 5300), (720, 3000), (480, 1500), (360, 860), (240, 430))
NEARLY = 0.9  # a picture of 1070 lines is called 1080p and keeps its lines
SMOOTH, SMOOTH_COSTS = 32, 1.4  # more frames per second take more bits
FASTEST = 60
EVEN_RATES = (Fraction(30), Fraction(60))
GROUP_SECONDS = 2

COPIED_CODECS = {("h264", "yuv420p")}
COPIED_CONTAINERS = {"mov", "matroska"}
COPIED_KEY_GAP = 4.0
COPIED_KBITS = 1.5  # of what we would give it
COPIED_LONGEST_FRAME = 0.5
COPIED_BEGINS = 0.1
COPIED_SOUND, COPIED_SOUND_CONTAINER = ("aac", "LC"), "mov"
COPIED_CHANNELS, COPIED_HERTZ, COPIED_SOUND_KBITS = {1, 2}, {44_100, 48_000}, 200

FIRST_SECONDS, CHUNK_SECONDS = 30, 60
"""What can be watched first is soon there, and lasts until the next is."""
SHORTEST_LAST = 0.2  # of a chunk; less goes with the one before

DOWNLOAD_SIDE = 720
QUICK_SIDE, QUICK_KBITS, QUICK_NAME = 360, 700, "first"


def ladder_of(probe: Probe) -> Ladder | None:
    """All qualities of a film, None of mere sound. The best is ``copied`` when the source is fit for it."""
    picture = probe.picture
    if picture is None:
        return None
    rate = _rate(picture)
    costs = SMOOTH_COSTS if rate > SMOOTH else 1.0
    side = min(picture.width, picture.height)
    wanted = [(number, kbits) for number, kbits in RUNGS if side >= NEARLY * number] or [(_even(side), RUNGS[-1][1])]
    rungs = [_rung(picture, f"{number}p", number, round(kbits * costs)) for number, kbits in wanted]
    if may_copy(probe, rungs[0]):
        best = rungs[0]
        rungs[0] = Rung(best.name, picture.width, picture.height, best.most_kbits, copied=True)
    return Ladder(rungs=tuple(rungs), rate=rate, group=max(1, round(GROUP_SECONDS * rate)))


def may_copy(probe: Probe, best: Rung) -> bool:
    """Whether the source's picture plays everywhere as it is, and can be cut into segments."""
    picture = probe.picture
    assert picture  # noqa: S101 - a rung is made for a picture
    plays = (picture.codec, picture.pixels) in COPIED_CODECS and picture.square and not picture.rotation
    plain = not (picture.hdr or picture.interlaced or picture.open_groups)
    same_size = (picture.width, picture.height) == (best.width, best.height)
    cuts = picture.key_gap <= COPIED_KEY_GAP and picture.longest_frame <= COPIED_LONGEST_FRAME
    in_time = picture.begins <= COPIED_BEGINS and probe.container in COPIED_CONTAINERS and picture.rate <= FASTEST
    return plays and plain and same_size and cuts and in_time and picture.kbits <= COPIED_KBITS * best.most_kbits


def may_copy_sound(probe: Probe) -> bool:
    """Whether the source's sound plays everywhere as it is, and lasts as long as it says."""
    sound = probe.sound
    plays = sound and (sound.codec, sound.profile) == COPIED_SOUND and sound.channels in COPIED_CHANNELS
    if not sound or not plays or probe.container != COPIED_SOUND_CONTAINER:
        return False
    in_time = sound.steady and abs(sound.begins) <= COPIED_BEGINS
    return in_time and sound.hertz in COPIED_HERTZ and sound.kbits <= COPIED_SOUND_KBITS


def copied_part(ladder: Ladder) -> Ladder | None:
    """The copied quality alone, if there is one."""
    rungs = tuple(rung for rung in ladder.rungs if rung.copied)
    return Ladder(rungs, ladder.rate, ladder.group) if rungs else None


def encoded_part(ladder: Ladder) -> Ladder | None:
    """The qualities to encode, if there are any."""
    rungs = tuple(rung for rung in ladder.rungs if not rung.copied)
    return Ladder(rungs, ladder.rate, ladder.group) if rungs else None


def chunks_of(probe: Probe, ladder: Ladder) -> Iterator[Chunk]:
    """Chunks of whole segments; the last has what is left. One, when cutting would not be exact."""
    frames = probe.duration * float(ladder.rate) if probe.seekable else 0.0
    begin, end, length = 0, _segments(ladder, FIRST_SECONDS), _segments(ladder, CHUNK_SECONDS)
    while frames - end >= SHORTEST_LAST * length:
        yield Chunk(begin, end)
        begin, end = end, end + length
    yield Chunk(begin, None)


def to_download(ladder: Ladder) -> Rung:
    """The quality to download: good, and not large."""
    return next((rung for rung in ladder.rungs if min(rung.width, rung.height) <= DOWNLOAD_SIDE), ladder.rungs[-1])


def quick_look(probe: Probe) -> Ladder | None:
    """A small picture, soon made, to be watched until the others are there: at half the rate, for half the work."""
    if probe.picture is None:
        return None
    rate = _rate(probe.picture)
    if rate > FASTEST / 3:
        rate /= 2
    side = min(QUICK_SIDE, _even(min(probe.picture.width, probe.picture.height)))
    rung = _rung(probe.picture, QUICK_NAME, side, QUICK_KBITS)
    quick = Rung(rung.name, rung.width, rung.height, rung.most_kbits, quick=True)
    return Ladder(rungs=(quick,), rate=rate, group=max(1, round(GROUP_SECONDS * rate)))


def _segments(ladder: Ladder, seconds: int) -> int:
    return ladder.segment * ceil(seconds * ladder.rate / ladder.segment)


def _rung(picture: Picture, name: str, side: int, kbits: int) -> Rung:
    factor = min(1.0, side / min(picture.width, picture.height))
    return Rung(name, _even(picture.width * factor), _even(picture.height * factor), kbits)


def _rate(picture: Picture) -> Fraction:
    """Frames come evenly afterwards: at the source's own rate, or at the next usual one when that varies."""
    rate = picture.rate
    if picture.varies:
        return next((even for even in EVEN_RATES if rate <= even), EVEN_RATES[-1])
    while rate > FASTEST:
        rate /= 2
    return rate


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2) if side % 2 != 1 else int(side) - 1

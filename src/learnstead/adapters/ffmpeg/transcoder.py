"""The transcoder: ffmpeg on this machine."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from learnstead.adapters.ffmpeg import packaging, pictures, sounds, stills, thumbnails
from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.adapters.ffmpeg.probing import probe
from learnstead.adapters.ffmpeg.process import FfmpegFailed, Limits, run
from learnstead.ports.transcoder import Chunk, Ladder, NotPlayable, Probe, Progress, Rung, Stream

PATIENCE, SLOWEST = 300.0, 60.0  # seconds for anything; and for each second of video, on the slowest machine
COPYING = Limits(seconds=3600)


class FfmpegTranscoder:
    """One ffmpeg at a time for each call; it keeps nothing. ``ffmpeg`` is a program, or None to look for one."""

    def __init__(self, ffmpeg: Path | None = None) -> None:
        self._configured = ffmpeg

    def probe(self, source: Path) -> Probe:
        """Look into the file in another process."""
        return probe(source)

    def encode(
        self, source: Path, probe: Probe, ladder: Ladder, chunk: Chunk, *, into: Path, progress: Progress
    ) -> None:
        """Encode one chunk in one pass, or copy."""
        if ladder.rungs[0].copied:
            self._run(pictures.copying(source, probe, ladder.rungs[0], into), into, COPYING, progress)
            return
        seconds = float((chunk.end - chunk.first) / ladder.rate) if chunk.end is not None else probe.duration
        options = pictures.encoding(source, probe, ladder, chunk, into)
        self._run(options, into, Limits(seconds=PATIENCE + SLOWEST * seconds), progress)
        if not (into / f"{ladder.rungs[0].name}.mp4").stat().st_size:
            raise NotPlayable("the picture ends earlier than the file says; it was cut off or is damaged")

    def encode_sound(self, source: Path, probe: Probe, *, copied: bool, into: Path, progress: Progress) -> None:
        """AAC."""
        options = (sounds.copying if copied else sounds.encoding)(source, probe, into)
        self._run(options, into, Limits(seconds=PATIENCE + probe.duration), progress)

    def make_stills(self, source: Path, probe: Probe, *, into: Path, progress: Progress) -> None:
        """Only frames that stand alone are decoded."""
        picture = probe.picture
        if picture is None:
            return
        limits = Limits(seconds=PATIENCE + probe.duration)
        for part, bright in stills.TRIES:
            if not (into / "poster.jpg").exists():
                at = part * probe.duration
                self._run(
                    stills.poster(source, probe, picture, at=at, bright=bright, into=into), into, limits, progress
                )
        self._run(stills.sprite(source, probe, picture, into), into, limits, progress)
        (into / "sprite.vtt").write_text(stills.sprite_vtt(probe.duration, picture))

    def package(
        self, piece: Path, *, into: Path, rung: Rung | None, ladder: Ladder | None, first: int, progress: Progress
    ) -> Stream:
        """Copy into segments, and weigh them."""
        into.mkdir(parents=True, exist_ok=True)
        seconds = packaging.segment_seconds(rung, ladder)
        options = packaging.segmenting(piece, seconds=seconds, ladder=ladder, first=first)
        self._run(options, into, COPYING, progress)
        return packaging.measured(into, rung=rung, ladder=ladder, first=first)

    def make_download(self, picture: Sequence[Path], sound: Path | None, *, into: Path, progress: Progress) -> None:
        """Copy into one MP4 with its index at the beginning."""
        inputs = [pieces for pieces in (picture, [sound] if sound else []) if pieces]
        with TemporaryDirectory() as aside:
            options = [
                option
                for place, pieces in enumerate(inputs)
                for option in packaging.joining(pieces, Path(aside, f"{place}.txt"))
            ]
            for place in range(len(inputs)):
                options += ["-map", str(place)]
            options += ["-c", "copy", "-movflags", "+faststart", "-f", "mp4", str(into)]
            self._run(options, into.parent, COPYING, progress)

    def make_thumbnail(self, source: Path, *, into: Path, width: int, height: int) -> None:
        """Look at its first bytes in this process, at the rest in another."""
        options = thumbnails.making(source, into=into, width=width, height=height)
        try:
            self._run(options, into.parent, thumbnails.LIMITS, lambda _seconds: None)
        except (FfmpegFailed, NotPlayable) as problem:
            raise NotPlayable(thumbnails.UNREADABLE) from problem

    def _run(self, options: Sequence[str | Path], folder: Path, limits: Limits, progress: Progress) -> None:
        run(find_ffmpeg(self._configured), options, folder=folder, limits=limits, progress=progress)

"""Making what is played out of pieces that are done: first something, then everything, each shown in one move."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import transaction

from learnstead.ports.transcoder import Ladder, Rung, Stream, Transcoder
from learnstead.video.domain import keys, states, thumbnails, visibility
from learnstead.video.domain.captions import publishing as captions
from learnstead.video.domain.transcoding import plan
from learnstead.video.domain.transcoding.ladder import ladder_of, quick_look
from learnstead.video.domain.transcoding.leases import Beat
from learnstead.video.domain.transcoding.pieces import SOUND_FILE, STILLS_FILES
from learnstead.video.domain.transcoding.playlists import write_master
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Rendition, Revision, TranscodeJob, TranscodePiece, Video

Kind = TranscodePiece.Kind
DOWNLOAD = "download.mp4"
DOWNLOAD_SIDE = 720
SOUND_FOLDER = "audio"


class Assembly:
    """Puts one revision together in ``folder``, from the pieces in the store."""

    def __init__(
        self, piece: TranscodePiece, *, workshop: Workshop, transcoder: Transcoder, beat: Beat, folder: Path
    ) -> None:
        self.job, self.revision = piece.job, piece.job.revision
        self._workshop, self._transcoder, self._beat, self._folder = workshop, transcoder, beat, folder
        self._pieces = list(self.job.pieces.all())
        self._renditions: list[Rendition] = []

    def open(self, *, at: datetime) -> None:
        """Let the film be watched in its first quality."""
        probe = plan.from_json(self.revision.probe)
        copied = self._of(Kind.COPY)
        ladder = ladder_of(probe) if copied else quick_look(probe)
        if ladder:
            self._rung(ladder, ladder.rungs[0], copied or self._of(Kind.QUICK))
        self._sound()
        self._store_renditions(others=True)
        self._write_master()
        show(self.revision, at=at)
        visibility.follow(self.revision.video, objects=self._workshop.objects)

    def finish(self, *, at: datetime) -> None:
        """Put everything together, then show it."""
        ladder = ladder_of(plan.from_json(self.revision.probe))
        rungs = ladder.rungs if ladder else ()
        small = [rung for rung in rungs if min(rung.width, rung.height) <= DOWNLOAD_SIDE]
        sound = self._sound()
        if ladder:
            for rung in rungs:
                files = self._rung(ladder, rung, self._of(Kind.COPY if rung.copied else Kind.CHUNK))
                if rung == (small or rungs[-1:])[0]:
                    self._download(files, sound, rung)
                for file in files:
                    file.unlink()
        elif sound:
            self._download([], sound, None)
        self._stills()
        self._store_renditions(others=False)
        self._write_master()
        complete(self.job, at=at)
        visibility.follow(self.revision.video, objects=self._workshop.objects)

    def _of(self, kind: Kind) -> list[TranscodePiece]:
        return [piece for piece in self._pieces if piece.kind == kind]

    def _files(self, pieces: Sequence[TranscodePiece], file: str) -> list[Path]:
        fetch, revision = self._workshop.fetch_piece, self.revision
        return [fetch(revision, piece, file, into=self._folder, beat=self._beat) for piece in pieces]

    def _rung(self, ladder: Ladder, rung: Rung, pieces: Sequence[TranscodePiece]) -> list[Path]:
        files = self._files(pieces, f"{rung.name}.mp4")
        if not self._known(Rendition.Kind.RUNG, rung.name):
            stream = self._transcoder.package(
                files,
                into=self._folder / rung.name,
                rung=rung,
                group=ladder.group,
                rate=ladder.rate,
                progress=self._beat,
            )
            self._keep_stream(Rendition.Kind.RUNG, rung.name, stream)
        return files

    def _sound(self) -> Path | None:
        files = self._files(self._of(Kind.SOUND), SOUND_FILE)
        if files and not self._known(Rendition.Kind.AUDIO, SOUND_FOLDER):
            stream = self._transcoder.package(
                files, into=self._folder / SOUND_FOLDER, rung=None, group=1, rate=Fraction(1), progress=self._beat
            )
            self._keep_stream(Rendition.Kind.AUDIO, SOUND_FOLDER, stream)
        return files[0] if files else None

    def _stills(self) -> None:
        for piece in self._of(Kind.STILLS):
            for file in STILLS_FILES:
                made = self._files([piece], file)[0]
                self._workshop.store(keys.delivery(self.revision, file), made, self._beat)
            self._keep(Rendition.Kind.POSTER, "poster", "poster.jpg")
            self._keep(Rendition.Kind.SPRITE, "sprite", "sprite.jpg")

    def _download(self, picture: Sequence[Path], sound: Path | None, rung: Rung | None) -> None:
        made = self._folder / DOWNLOAD
        self._transcoder.make_download(picture, sound, into=made, progress=self._beat)
        self._workshop.store(keys.delivery(self.revision, DOWNLOAD), made, self._beat)
        width, height = (rung.width, rung.height) if rung else (0, 0)
        size = made.stat().st_size
        self._keep(Rendition.Kind.DOWNLOAD, "mp4", DOWNLOAD, width=width, height=height, size=size)
        made.unlink()

    def _known(self, kind: str, name: str) -> bool:
        """Whether the opening made it already."""
        found = self.revision.renditions.filter(kind=kind, name=name).first()
        if found:
            self._renditions.append(found)
        return found is not None

    def _keep_stream(self, kind: str, name: str, stream: Stream) -> None:
        folder = self._folder / stream.folder
        self._workshop.store_tree(keys.delivery(self.revision, stream.folder), folder, self._beat)
        shutil.rmtree(folder)
        self._keep(
            kind, name, f"{stream.folder}/index.m3u8", width=stream.width, height=stream.height,
            frame_rate=float(stream.rate), bandwidth=stream.peak, average_bandwidth=stream.average,
            codecs=stream.codecs, size=stream.size,
        )  # fmt: skip

    def _keep(self, kind: str, name: str, file: str, **measured: Any) -> None:
        key = keys.delivery(self.revision, file)
        self._renditions.append(Rendition(revision=self.revision, kind=kind, name=name, key=key, **measured))

    @transaction.atomic
    def _store_renditions(self, *, others: bool) -> None:
        """Note what there is; what was good enough for the opening and is no longer needed is only forgotten."""
        kept = [(one.kind, one.name) for one in self._renditions]
        for known in self.revision.renditions.all():
            if (known.kind, known.name) in kept or not others:
                known.delete()
        for one in self._renditions:
            one.pk = None
            one._state.adding = True  # noqa: SLF001 - how Django is told to insert again
            one.save()

    def _write_master(self) -> None:
        objects = self._workshop.objects
        words = captions.publish(self.revision.video, revision=self.revision, objects=objects)
        write_master(self.revision, words=words, objects=objects)
        thumbnails.lay_beside(self.revision, objects=objects)


@transaction.atomic
def show(revision: Revision, *, at: datetime) -> None:
    """Let a film that has nothing to show be watched in what there is."""
    Revision.objects.filter(pk=revision.pk, playable_at=None).update(playable_at=at)
    Video.objects.filter(pk=revision.video_id, current=None).update(current=revision, updated_at=at)


@transaction.atomic
def complete(job: TranscodeJob, *, at: datetime) -> None:
    """Show everything: the video points to this revision, and the one before retires, both or neither."""
    revision = job.revision
    video = Video.objects.select_for_update(of=("self",)).get(pk=revision.video_id)
    if not end(job, TranscodeJob.State.DONE, at=at):
        return
    revision.playable_at = revision.playable_at or at
    revision.complete_at = at
    revision.save(update_fields=["playable_at", "complete_at"])
    newer = video.current is not None and video.current.number > revision.number
    if newer:  # a replacement overtook it
        Revision.objects.filter(pk=revision.pk).update(retired_at=at)
        return
    video.revisions.filter(retired_at=None, number__lt=revision.number, playable_at__isnull=False).update(retired_at=at)
    Video.objects.filter(pk=video.pk).update(current=revision, updated_at=at)
    if video.status in states.IN_FLIGHT:
        states.move(video, Video.Status.COMPLETE, at=at)


def end(job: TranscodeJob, state: TranscodeJob.State, *, at: datetime, fault: str = "") -> bool:
    """End a job that still runs; False when it has ended before."""
    running = TranscodeJob.objects.filter(pk=job.pk, state__in=[TranscodeJob.State.WAITING, TranscodeJob.State.RUNNING])
    share = {"progress": 1.0} if state == TranscodeJob.State.DONE else {}
    return bool(running.update(state=state, finished_at=at, leased_by="", leased_until=None, fault=fault, **share))

"""Putting everything together that pieces have made, and showing it in one move."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from learnstead.ports.transcoder import Transcoder
from learnstead.video.domain import keys, states, visibility
from learnstead.video.domain.transcoding import plan, showing
from learnstead.video.domain.transcoding.ladder import QUICK_NAME, ladder_of, to_download
from learnstead.video.domain.transcoding.leases import Beat
from learnstead.video.domain.transcoding.pieces import SOUND_FILE
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Rendition, Revision, TranscodeJob, TranscodePiece, Video

Kind = TranscodePiece.Kind
DOWNLOAD = "download.mp4"


class Assembly:
    """Puts one revision together in ``folder``, from the pieces in the store."""

    def __init__(
        self, piece: TranscodePiece, *, workshop: Workshop, transcoder: Transcoder, beat: Beat, folder: Path
    ) -> None:
        self.job, self.revision = piece.job, piece.job.revision
        self._workshop, self._transcoder, self._beat, self._folder = workshop, transcoder, beat, folder
        self._pieces = list(self.job.pieces.all())

    def finish(self, *, at: datetime) -> None:
        """Put everything together, then show it."""
        lasting = [piece for piece in self._pieces if piece.kind != Kind.QUICK]
        growing = self.revision.video.current_id == self.revision.pk and showing.grows(self._pieces)
        if plan.has_download(self.revision):
            self._download()
        self._stills()
        self.revision.renditions.filter(name=QUICK_NAME).delete()
        showing.write(self.revision, lasting, objects=self._workshop.objects, growing=growing)
        complete(self.job, at=at)
        visibility.follow(self.revision.video, objects=self._workshop.objects)

    def _download(self) -> None:
        ladder = ladder_of(plan.from_json(self.revision.probe))
        rung = to_download(ladder) if ladder else None
        picture = self._files(Kind.COPY if rung.copied else Kind.CHUNK, f"{rung.name}.mp4") if rung else []
        sound = self._files(Kind.SOUND, SOUND_FILE)
        made = self._folder / DOWNLOAD
        self._transcoder.make_download(picture, sound[0] if sound else None, into=made, progress=self._beat)
        self._workshop.store(keys.delivery(self.revision, DOWNLOAD), made, self._beat)
        width, height = (rung.width, rung.height) if rung else (0, 0)
        showing.keep(
            self.revision, Rendition.Kind.DOWNLOAD, "mp4", DOWNLOAD, width=width, height=height,
            size=made.stat().st_size,
        )  # fmt: skip

    def _stills(self) -> None:
        if any(piece.kind == Kind.STILLS for piece in self._pieces):
            showing.keep(self.revision, Rendition.Kind.POSTER, "poster", "poster.jpg")
            showing.keep(self.revision, Rendition.Kind.SPRITE, "sprite", "sprite.jpg")

    def _files(self, kind: str, file: str) -> list[Path]:
        fetch, revision = self._workshop.fetch_piece, self.revision
        pieces = [piece for piece in self._pieces if piece.kind == kind]
        return [fetch(revision, piece, file, into=self._folder, beat=self._beat) for piece in pieces]


@transaction.atomic
def complete(job: TranscodeJob, *, at: datetime) -> None:
    """Show everything: the video points to this revision, and the one before retires, both or neither."""
    revision = job.revision
    ended = end(job, TranscodeJob.State.DONE, at=at)  # first the job's row, then the video's, here and elsewhere
    if not ended:
        return
    video = Video.objects.select_for_update(of=("self",)).get(pk=revision.video_id)
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

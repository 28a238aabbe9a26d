"""Doing one piece: claim it, make its files, put them where everybody finds them, and see what can be done next."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from learnstead.ports.jobs import Queue
from learnstead.ports.transcoder import Chunk, Ladder, Probe, Rung, Stream, Transcoder
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding import plan, streams
from learnstead.video.domain.transcoding.ladder import (
    copied_part,
    encoded_part,
    ladder_of,
    may_copy_sound,
    quick_look,
    to_download,
)
from learnstead.video.domain.transcoding.leases import Beat, note_progress
from learnstead.video.domain.transcoding.workshop import Workshop
from learnstead.video.models import Revision, TranscodeJob, TranscodePiece

Kind = TranscodePiece.Kind
JOB, URGENT_JOB = "video.encode", "video.encode_early"
SOUND_FOLDER, SOUND_FILE = "audio", "audio.mp4"
MADE = "made.json"
INIT = "init.mp4"


@dataclass(frozen=True)
class Maker:
    """Somebody who holds the lease of ``piece``, and their tools."""

    piece: TranscodePiece
    workshop: Workshop
    transcoder: Transcoder
    beat: Beat

    @property
    def revision(self) -> Revision:
        """Of which the piece is one."""
        return self.piece.job.revision

    def make(self) -> list[dict[str, Any]]:
        """Make the files of a piece, unless they are there, and tell what was made."""
        kept = self.workshop.read(self.revision, self.piece.name, MADE)
        if kept is None:
            source = self.workshop.original(self.revision, self.beat)
            with self.workshop.bench(self.revision) as folder:
                kept = json.dumps([streams.as_json(stream) for stream in self._made(source, folder)]).encode()
                (folder / MADE).write_bytes(kept)
                self._keep(folder / MADE)  # last: it says that all is there
        made: list[dict[str, Any]] = json.loads(kept)
        return made

    def _made(self, source: Path, folder: Path) -> list[Stream]:
        probe = plan.from_json(self.revision.probe)
        if self.piece.kind == Kind.SOUND:
            progress = self.beat.within(probe.duration)
            self.transcoder.encode_sound(source, probe, copied=may_copy_sound(probe), into=folder, progress=progress)
            self._keep(folder / SOUND_FILE)
            return [self._packaged(folder / SOUND_FILE, None, None)]
        if self.piece.kind == Kind.STILLS:
            self.transcoder.make_stills(source, probe, into=folder, progress=self.beat)
            self.workshop.store_tree(keys.delivery(self.revision), folder, self.beat)
            return []
        return self._picture(source, probe, folder)

    def _picture(self, source: Path, probe: Probe, folder: Path) -> list[Stream]:
        ladder, chunk = _ladder(self.piece, probe), Chunk(self.piece.first, self.piece.end)
        seconds = float((chunk.end - chunk.first) / ladder.rate) if chunk.end is not None else probe.duration
        self.transcoder.encode(source, probe, ladder, chunk, into=folder, progress=self.beat.within(seconds))
        kept = plan.has_download(self.revision) and to_download(ladder_of(probe) or ladder).name
        found = []
        for rung in ladder.rungs:
            file = folder / f"{rung.name}.mp4"
            found.append(self._packaged(file, rung, ladder))
            if rung.name == kept:
                self._keep(file)
            file.unlink()
        return found

    def _packaged(self, file: Path, rung: Rung | None, ladder: Ladder | None) -> Stream:
        into = file.with_name(rung.name if rung else SOUND_FOLDER)
        stream = self.transcoder.package(
            file, into=into, rung=rung, ladder=ladder, first=self.piece.first, progress=self.beat
        )
        if self.piece.first:
            (into / INIT).unlink()
        self.workshop.store_tree(keys.delivery(self.revision, into.name), into, self.beat)
        shutil.rmtree(into)
        return stream

    def _keep(self, file: Path) -> None:
        self.workshop.store(self.workshop.piece_key(self.revision, self.piece.name, file.name), file, self.beat)


@transaction.atomic
def note_done(piece: TranscodePiece, made: list[dict[str, Any]], *, queue: Queue) -> TranscodeJob | None:
    """Note that a piece is done, and ask for what waited for it; its job, held, or None when it was noted before."""
    job = TranscodeJob.objects.select_for_update().get(pk=piece.job_id)  # so that the last of two is really the last
    left = job.pieces.filter(pk=piece.pk, done_at=None)
    if not left.update(done_at=Now(), made=made, progress=1.0, leased_by="", leased_until=None):
        return None
    note_progress(job)
    for waiting in ready(job):
        ask(waiting, queue=queue)
    return job


def ready(job: TranscodeJob) -> list[TranscodePiece]:
    """The finish, once all that it is made of is there."""
    undone = list(job.pieces.filter(done_at=None))
    return undone if all(piece.kind == Kind.FINISH for piece in undone) else []


def ask(piece: TranscodePiece, *, queue: Queue) -> None:
    """Ask for a piece to be done by whoever has time."""
    first = piece.kind == Kind.CHUNK and piece.first == 0
    urgent = first or piece.kind in {*plan.EARLY, Kind.FINISH}
    queue.put(URGENT_JOB if urgent else JOB, once=f"video.piece.{piece.pk}", piece=piece.pk)


def _ladder(piece: TranscodePiece, probe: Probe) -> Ladder:
    """The qualities that a piece of picture holds."""
    whole = ladder_of(probe)
    part = {Kind.COPY: copied_part, Kind.CHUNK: encoded_part}.get(Kind(piece.kind))
    found = quick_look(probe) if piece.kind == Kind.QUICK else part(whole) if part and whole else None
    if found is None:
        raise ValueError(f"{piece} has no picture")
    return found

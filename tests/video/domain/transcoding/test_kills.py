"""Worker processes killed at random moments: what was done stays done, and the film is whole in the end."""

import os
import random
import signal
import time
from contextlib import suppress
from datetime import timedelta

import psutil
import pytest
from django.db import connection

from learnstead.adapters.objects.folder import FolderStore
from learnstead.kernel import clock
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding import pieces, requests, work
from learnstead.video.models import TranscodeJob, TranscodePiece, Video
from tests.video import workbench
from tests.video.clips import clip
from tests.video.hls import played

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KILLS = int(os.environ.get("KILLS", "8"))  # 50 when there is time
UNDER_WAY = {Video.Status.TRANSCODING, Video.Status.RETRANSCODING, Video.Status.COMPLETE}
LEASE = timedelta(seconds=0.3)


def worker(revision, scratch, store) -> int:
    """A process that does pieces until there are none."""
    connection.close()
    if pid := os.fork():
        return pid
    status = 1
    with suppress(BaseException):
        bench = workbench.bench(store, scratch, lease=LEASE)
        while (job := TranscodeJob.objects.get(revision=revision)).state == "running":
            together = pieces.ready(job)
            for piece in job.pieces.filter(done_at=None).select_related("job__revision__video"):
                if piece in together or piece.kind != TranscodePiece.Kind.FINISH:
                    work.do(piece, bench)
            time.sleep(0.02)
        status = 0
    os._exit(status)


def test_workers_killed_at_random_moments_lose_no_piece_that_was_done(tmp_path):
    chance = random.Random(5)  # noqa: S311 - the same moments each time
    store, folders = FolderStore(tmp_path / "objects"), [tmp_path / "here", tmp_path / "there"]
    bench = workbench.bench(store, folders[0])
    revision = workbench.film(store, clip("brief"))
    workbench.prepare(revision, bench)
    done: set[int] = set()
    for number in range(KILLS):
        if Video.objects.get().status == Video.Status.COMPLETE:  # nobody is left to be killed: once more
            revision = requests.again(Video.objects.get(), at=clock.now(), queue=bench.queue)
            workbench.prepare(revision, bench)
            done = set()
        pid = worker(revision, folders[number % 2], store)
        time.sleep(chance.uniform(0.05, 0.5))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        assert Video.objects.get().status in UNDER_WAY
        of_it = TranscodePiece.objects.filter(job__revision=revision)  # those of one before may not be cleared away yet
        now = set(of_it.filter(done_at__isnull=False).values_list("pk", flat=True))
        assert done <= now or not of_it.exists()
        done = now
    machines = [worker(revision, folder, store) for folder in folders]
    assert [os.waitpid(pid, 0)[1] for pid in machines] == [0, 0]
    assert (Video.objects.get().status, Video.objects.get().current_id) == (Video.Status.COMPLETE, revision.pk)
    made = played(tmp_path / "objects" / keys.delivery(revision, "180p"))
    assert made.times == pytest.approx([n / 30 for n in range(30)], abs=1e-3)
    assert sorted(one.name for one in revision.renditions.all()) == ["180p", "mp4", "poster", "sprite"]
    assert not [one for one in psutil.process_iter(["cwd"]) if str(tmp_path) in str(one.info["cwd"])]

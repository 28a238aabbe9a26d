"""Two machines that share a bucket and the database, and nothing else."""

from itertools import cycle

import pytest

from learnstead.adapters.objects.s3 import S3Store
from learnstead.config.media.shelves import StoreShelf
from learnstead.video.domain import keys
from learnstead.video.domain.transcoding import work
from learnstead.video.models import Revision, TranscodePiece, Video
from tests import s3
from tests.video import workbench
from tests.video.clips import clip

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_film_is_encoded_by_two_machines_that_share_a_bucket_only(tmp_path):
    with s3.bucket() as place:
        benches = [workbench.bench(S3Store(place), tmp_path / name) for name in ("one", "two")]
        film = workbench.film(S3Store(place), clip("brief"))
        workbench.prepare(film, benches[0])
        names = []
        for bench in cycle(benches):
            piece = TranscodePiece.objects.filter(done_at=None).order_by("pk").first()
            if piece is None:
                break
            work.do(piece, bench)
            names.append(piece.name)
        assert len(names) >= 2
        revision = Revision.objects.select_related("video", "job").get(pk=film.pk)
        assert (revision.job.state, revision.video.status) == ("done", Video.Status.COMPLETE)
        there = {one.key for one in S3Store(place).list(f"{keys.delivery(revision)}/")}
        assert keys.delivery(revision, keys.MASTER) in there
        found = StoreShelf(S3Store(place)).find(keys.delivery(revision, "poster.jpg").removeprefix("video/"))
        assert found is not None
        assert found.part(0, 2) == b"\xff\xd8"
        found.close()
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"one", "two"}

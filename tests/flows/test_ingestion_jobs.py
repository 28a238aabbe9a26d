"""The job that keeps ingestion from growing without end."""

import os

import pytest

from learnstead.kernel import clock
from learnstead.ports.jobs import JOBS
from learnstead.ports.services import services

pytestmark = pytest.mark.django_db


def test_what_killed_runs_left_is_swept_up_when_it_is_old(world, run):
    run()
    old, new = (services().scratch / name for name in ("tmp-old", "tmp-new"))
    folder = services().scratch / "aside-old"
    folder.mkdir()
    for path in (old, new):
        path.write_text("half an answer")
    days_ago = clock.now().timestamp() - 5 * 24 * 3600
    for path in (old, folder):
        os.utime(path, (days_ago, days_ago))

    JOBS["flows.forget_old_runs"].work()

    assert (old.exists(), folder.exists(), new.exists()) == (False, False, True)
    assert services().ledger.runs("mit_climate")
    assert list(services().objects.list("snapshots/mit_climate/"))
    new.unlink()

"""Studio's jobs."""

import os
import subprocess
import sys
import time
from uuid import uuid4

import pytest
from django.db import connection

from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.people.models import User
from learnstead.ports.git import MAIN
from learnstead.ports.services import services
from learnstead.studio import jobs
from learnstead.studio.domain import sites
from learnstead.studio.models import Change, Site, Starter


def test_the_commit_job_brings_saved_edits_into_git(site: Site) -> None:
    services().git.delete(site.short_id)
    jobs.commit(site=str(site.pk), some_later_argument=1)
    assert services().git.head(site.short_id, MAIN) == Change.objects.get().commit


def test_a_site_that_is_gone_needs_no_commit(db: None) -> None:
    jobs.commit(site=str(uuid4()))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_commits_what_was_saved(starter: Starter, ada: User, queue: ProcrastinateQueue) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    parts = connection.settings_dict
    url = f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}"
    settings = {"DJANGO_SETTINGS_MODULE": "learnstead.config.settings", "DATABASE_URL": url}
    worker = subprocess.Popen([sys.executable, "-m", "learnstead", "worker"], env={**os.environ, **settings})
    try:
        site = sites.create_site(title="Rivers", short_id="worked-on", starter=starter, by=ada, queue=queue)
        deadline = time.monotonic() + 60
        while not Change.objects.get(site=site).commit:
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.02)
    finally:
        worker.kill()
        worker.wait()
    assert services().git.head("worked-on", MAIN) == Change.objects.get(site=site).commit

"""Studio's jobs."""

from uuid import uuid4

from learnstead.ports.git import MAIN
from learnstead.ports.services import services
from learnstead.studio import jobs
from learnstead.studio.models import Change, Site


def test_the_commit_job_brings_saved_edits_into_git(site: Site) -> None:
    services().git.delete(site.short_id)
    jobs.commit(site=str(site.pk), some_later_argument=1)
    assert services().git.head(site.short_id, MAIN) == Change.objects.get().commit


def test_a_site_that_is_gone_needs_no_commit(db: None) -> None:
    jobs.commit(site=str(uuid4()))

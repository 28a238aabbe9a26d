"""What is served, and what is not any more."""

from learnstead.kernel import clock
from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.video.domain import visibility
from learnstead.video.domain.delivery import removing


@job("video.check_marks", cron="* * * * *", urgent=True)
def check_marks() -> None:
    """Make sure that nothing is served as public that is not."""
    visibility.reconcile(objects=services().objects)


@job("video.remove_retired", cron="*/10 * * * *")
def remove_retired() -> None:
    """Remove the bytes of revisions that nobody can be watching any more, and forget what was revoked long ago."""
    removing.remove_retired(objects=services().objects, at=clock.now())
    removing.forget_revocations(objects=services().objects, at=clock.now())

"""Studio's jobs."""

from typing import Any

from learnstead.ports.jobs import job
from learnstead.ports.services import services
from learnstead.studio.domain import changes
from learnstead.studio.models import Site


@job("studio.commit")
def commit(*, site: str, **_later_arguments: Any) -> None:
    """Bring the site's saved edits into git; nothing when the site is gone."""
    found = Site.objects.filter(pk=site).first()
    if found:
        changes.drain(site=found, git=services().git)

"""Importing a course and committing it at once, as the command line and the demo do."""

from learnstead.config.starters import starter_called
from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.studio.domain import changes
from learnstead.studio.domain.importing import ImportReport, import_course, source_at


class NoSuchPerson(Terminal):
    """No account has this user name."""


def import_and_commit(
    address: str, *, starter: str = "course", owner: str | None = None, prune: bool = False, allow_private: bool = False
) -> ImportReport:
    """Import, then commit here instead of waiting for a worker; the job finds nothing left to do."""
    report = import_course(
        source=source_at(address, git=services().git, allow_private=allow_private),
        starter=starter_called(starter),
        owner=_person(owner),
        queue=services().queue,
        objects=services().objects,
        prune=prune,
    )
    changes.drain(site=report.site, git=services().git)
    return report


def _person(username: str | None) -> User | None:
    if username is None:
        return None
    found = User.objects.filter(username=username).first()
    if found is None:
        raise NoSuchPerson(f"there is no account {username!r}; 'learnstead manage createsuperuser' makes one")
    return found

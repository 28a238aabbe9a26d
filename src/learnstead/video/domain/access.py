"""Who may watch what, and who may change it.

A public video is everybody's. The owner of its collection, global administrators and the members of the collection's
admin groups may do everything. A private video is for them alone. Others may watch what is for everybody signed in, and
what one of their groups may: the video's own groups when it has any, else the collection's.
"""

from django.contrib.auth.models import AnonymousUser

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.video.models import Collection, Video

Person = User | AnonymousUser


class Forbidden(Terminal):
    """The person lacks the right to what they asked for."""


def may_edit(person: Person, collection: Collection) -> bool:
    """Whether ``person`` may change the collection and its videos."""
    if not isinstance(person, User) or not person.is_active:
        return False
    if person.is_superuser or collection.owner_id == person.pk:
        return True
    return collection.admin_groups.filter(members=person).exists()


def may_watch(person: Person, video: Video) -> bool:
    """Whether ``person`` may see the video's page and play it."""
    if video.deleted_at is None and video.is_public:
        return True
    if may_edit(person, video.collection):
        return True
    if video.deleted_at or video.is_private or not isinstance(person, User) or not person.is_active:
        return False
    if video.is_logged_in_only or video.collection.is_logged_in_only:
        return True
    if video.view_groups.exists():
        return video.view_groups.filter(members=person).exists()
    return video.collection.view_groups.filter(members=person).exists()


def check_may_edit(person: Person, collection: Collection) -> None:
    """Do nothing when ``person`` may change the collection; raise Forbidden when not."""
    if not may_edit(person, collection):
        raise Forbidden(f"{person or 'Someone not signed in'} may not change the collection “{collection}”.")

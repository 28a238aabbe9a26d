"""Who may watch what, and who may change it.

A public video is everybody's. The owner of its collection, superusers and the members of the collection's admin groups
may do everything. A private video is for them alone. Others may watch what is for everybody signed in, and what one of
their groups may: the video's own groups when it has any, else the collection's. A share link opens one video.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.people.models import Membership, User
from learnstead.video.models import Collection, ShareLink, Video

Person = User | AnonymousUser


class Forbidden(Terminal):
    """The person lacks the right to what they asked for."""


def may_begin(person: Person) -> bool:
    """Whether ``person`` may start collections of their own."""
    return isinstance(person, User) and person.is_active and (person.may_create_sites or person.is_staff)


def editable(person: Person) -> QuerySet[Collection]:
    """The collections that ``person`` may change."""
    return Collection.objects.filter(_edits(person, ""))


def watchable(person: Person) -> QuerySet[Video]:
    """The videos that ``person`` may watch without a link; deleted ones are for those who may bring them back."""
    return Video.objects.filter(_edits(person, "collection__") | (Q(deleted_at=None) & _watches(person)))


def listed(person: Person) -> QuerySet[Collection]:
    """The collections that are shown to ``person`` as theirs: they run them, or one of their groups may watch them."""
    own = _edits(person, "")
    if isinstance(person, User) and person.is_active:
        own |= _in_groups(Collection.view_groups.through, "collection", "pk", person)
    return Collection.objects.filter(own)


def may_edit(person: Person, collection: Collection) -> bool:
    """Whether ``person`` may change the collection and its videos."""
    return editable(person).filter(pk=collection.pk).exists()


def may_open(person: Person, collection: Collection) -> bool:
    """Whether ``person`` may see the collection's page: something in it is for them, or would be."""
    if isinstance(person, User) and person.is_active and collection.is_logged_in_only:
        return True
    return (
        listed(person).filter(pk=collection.pk).exists()
        or watchable(person).filter(collection=collection, deleted_at=None).exists()
    )


def may_watch(person: Person, video: Video, *, link: ShareLink | None = None) -> bool:
    """Whether ``person`` may see the video's page and play it; ``link`` is one they hold that is still good."""
    if link is not None and link.video_id == video.pk and video.deleted_at is None:
        return True
    return watchable(person).filter(pk=video.pk).exists()


def check_may_edit(person: Person, collection: Collection) -> None:
    """Do nothing when ``person`` may change the collection; raise Forbidden when not."""
    if not may_edit(person, collection):
        # Without its name: not everybody who is refused may know that.
        raise Forbidden(f"{person or 'Someone not signed in'} may not change this collection.")


def _edits(person: Person, prefix: str) -> Q:
    """That ``person`` runs the collection which ``prefix`` leads to."""
    if not isinstance(person, User) or not person.is_active:
        return Q(pk__in=[])
    if person.is_superuser:
        return ~Q(pk__in=[])
    path = f"{prefix.removesuffix('__')}_id" if prefix else "pk"
    return Q(**{f"{prefix}owner": person}) | _in_groups(Collection.admin_groups.through, "collection", path, person)


def _watches(person: Person) -> Q:
    """That somebody who does not run the collection may watch a video which is not deleted."""
    if not isinstance(person, User) or not person.is_active:
        return Q(is_public=True)
    has_own = Exists(Video.view_groups.through.objects.filter(video=OuterRef("pk")))
    own = _in_groups(Video.view_groups.through, "video", "pk", person)
    collections = _in_groups(Collection.view_groups.through, "collection", "collection_id", person)
    for_everybody_known = Q(is_logged_in_only=True) | Q(collection__is_logged_in_only=True)
    return Q(is_public=True) | (Q(is_private=False) & (for_everybody_known | own | (~Q(has_own) & collections)))


def _in_groups(through: type, subject: str, path: str, person: User) -> Q:
    """That ``person`` is in one of the groups that ``through`` ties to the row which ``path`` leads to."""
    of_person = Membership.objects.filter(user=person).values("group_id")
    rows = through.objects.filter(**{subject: OuterRef(path)}, group_id__in=of_person)  # type: ignore[attr-defined]
    return Q(Exists(rows))

"""Lists of learners: who sees them, what is on them, and how they change."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.learn.domain.lists import order
from learnstead.learn.models import LearningResource, UserList, UserListItem
from learnstead.learn.models.lists import Privacy
from learnstead.people.models import User

SAVED = "Saved"
MOST_LISTS, MOST_ITEMS = 200, 1000
LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 5000
KEPT_AFTER_DELETION = timedelta(days=30)
SEEN = Q(items__resource__published=True, items__resource__test_mode=False)


class ListRefused(Terminal):
    """The change was not made; the text says why, to its owner."""


def of(owner: User) -> QuerySet[UserList]:
    """The lists of a person, the saved things first, then what changed last; each with ``size``."""
    return _sized(UserList.objects.filter(owner=owner, deleted_at__isnull=True))


def deleted(owner: User, *, at: datetime) -> QuerySet[UserList]:
    """The lists that a person deleted and can still bring back, the latest first."""
    return _sized(UserList.objects.filter(owner=owner, deleted_at__gt=at - KEPT_AFTER_DELETION)).order_by("-deleted_at")


def readable(reader: User | None) -> QuerySet[UserList]:
    """The lists somebody may read who knows their number: their own, and the unlisted ones of others."""
    seen = Q(privacy=Privacy.UNLISTED)
    if reader is not None:
        seen |= Q(owner=reader)
    return _sized(UserList.objects.filter(seen, deleted_at__isnull=True))


def shared(token: str) -> UserList | None:
    """The list behind a link; None when its owner no longer shares it."""
    lists = UserList.objects.filter(privacy=Privacy.UNLISTED, deleted_at__isnull=True)
    return _sized(lists).select_related("owner").filter(token=token[:32]).first()


def create(*, owner: User, title: str, description: str = "", privacy: str = Privacy.PRIVATE, at: datetime) -> UserList:
    """A new list; ValidationError for a title that is none, ListRefused when there are too many."""
    if UserList.objects.filter(owner=owner, deleted_at__isnull=True).count() >= MOST_LISTS:
        raise ListRefused(f"You have {MOST_LISTS} lists, and that is as many as there can be. Delete one first.")
    made = UserList(owner=owner, created_at=at, changed_at=at)
    _say(made, title, description, privacy)
    made.save()
    return made


def edit(one: UserList, *, title: str, description: str, privacy: str, at: datetime) -> None:
    """Change what a list is called and who may see it; ValidationError when that cannot be."""
    _say(one, title, description, privacy)
    one.changed_at = at
    one.save(update_fields=["title", "description", "privacy", "changed_at"])


def add(one: UserList, resource: LearningResource, *, at: datetime) -> UserListItem:
    """Put a resource at the end; where it is already, it stays."""
    known = one.items.filter(resource=resource).first()
    if known:
        return known
    with transaction.atomic():
        UserList.objects.select_for_update().get(pk=one.pk)
        if one.items.count() >= MOST_ITEMS:
            raise ListRefused(f"“{one.title}” is full: a list holds up to {MOST_ITEMS:,} items.")
        item, _ = UserListItem.objects.get_or_create(
            list=one, resource=resource, defaults={"position": order.next_position(one.items.all()), "added_at": at}
        )
        _touch(one, at)
    return item


def remove(one: UserList, items: Iterable[int], *, at: datetime) -> int:
    """Take items off a list, by their own numbers; returns how many there were."""
    number, _ = one.items.filter(pk__in=list(items)).delete()
    if number:
        _touch(one, at)
    return number


@transaction.atomic
def set_membership(
    *, owner: User, resource: LearningResource, lists: Sequence[int], at: datetime
) -> list[UserListItem]:
    """Have a resource on exactly these lists of a person; ListRefused when one of them is not theirs."""
    mine = {one.pk: one for one in of(owner)}
    if set(lists) - mine.keys():
        raise ListRefused("One of these lists is not yours.")
    for item in UserListItem.objects.filter(list__in=mine, resource=resource).exclude(list__in=lists):
        remove(mine[item.list_id], [item.pk], at=at)
    return [add(mine[pk], resource, at=at) for pk in dict.fromkeys(lists)]


def delete(one: UserList, *, at: datetime) -> None:
    """Put a list out of sight; ``restore`` brings it back."""
    one.deleted_at = at
    one.save(update_fields=["deleted_at"])


@transaction.atomic
def restore(one: UserList) -> None:
    """Bring a deleted list back. When another has become the one bookmarks fill, this one is like any other."""
    taken = UserList.objects.filter(owner=one.owner, is_saved=True, deleted_at__isnull=True).exists()
    one.is_saved = one.is_saved and not taken
    one.deleted_at = None
    one.save(update_fields=["deleted_at", "is_saved"])


def forget_deleted(*, at: datetime) -> int:
    """Remove for good what was deleted long ago; returns how many lists that were."""
    number, _ = UserList.objects.filter(deleted_at__lte=at - KEPT_AFTER_DELETION).delete()
    return number


@transaction.atomic
def copy(one: UserList, *, owner: User, at: datetime) -> UserList:
    """A private list of ``owner`` with the same items."""
    title = one.title if one.owner_id != owner.pk else f"{one.title[:190]} (copy)"
    made = create(owner=owner, title=title, description=one.description, at=at)
    items = one.items.filter(resource__published=True, resource__test_mode=False).order_by("position", "pk")
    UserListItem.objects.bulk_create(
        UserListItem(list=made, resource_id=item.resource_id, position=position, added_at=at)
        for position, item in enumerate(items)
    )
    return made


def toggle_bookmark(*, owner: User, resource: LearningResource, at: datetime) -> bool:
    """Save a resource, or no longer; returns whether it is saved now."""
    saved = saved_list(owner, at=at)
    if remove(saved, saved.items.filter(resource=resource).values_list("pk", flat=True), at=at):
        return False
    add(saved, resource, at=at)
    return True


def bookmarked(owner: User) -> frozenset[int]:
    """The resources a person saved with a bookmark: one query for all the cards of a page."""
    items = UserListItem.objects.filter(list__owner=owner, list__is_saved=True, list__deleted_at__isnull=True)
    return frozenset(items.values_list("resource_id", flat=True))


def on_lists(owner: User, resource: LearningResource) -> frozenset[int]:
    """The lists of a person that a resource is on."""
    items = UserListItem.objects.filter(list__owner=owner, list__deleted_at__isnull=True, resource=resource)
    return frozenset(items.values_list("list_id", flat=True))


def topics_of(lists: Sequence[int]) -> dict[int, list[int]]:
    """What is on each of these lists is about, as numbers of topics; in one query."""
    tagged = LearningResource.topics.through.objects.filter(learningresource__on_lists__list__in=lists)
    found: dict[int, list[int]] = {}
    for one, topic in tagged.values_list("learningresource__on_lists__list_id", "topic_id").distinct():
        found.setdefault(one, []).append(topic)
    return found


def saved_list(owner: User, *, at: datetime) -> UserList:
    """The list that bookmarks fill; made when there is none yet."""
    found, _ = UserList.objects.get_or_create(
        owner=owner, is_saved=True, deleted_at=None, defaults={"title": SAVED, "created_at": at, "changed_at": at}
    )
    return found


def _sized(lists: QuerySet[UserList]) -> QuerySet[UserList]:
    return lists.annotate(size=Count("items", filter=SEEN)).order_by("-is_saved", "-changed_at", "pk")


def _say(one: UserList, title: str, description: str, privacy: str) -> None:
    one.title = " ".join(title.replace("\x00", "").split())
    one.description = description.replace("\x00", "").strip()
    one.privacy = privacy
    problems: dict[str, str] = {}
    if not one.title:
        problems["title"] = "Give the list a title."
    elif len(one.title) > LONGEST_TITLE:
        problems["title"] = f"A title has up to {LONGEST_TITLE} characters."
    if len(one.description) > LONGEST_DESCRIPTION:
        problems["description"] = f"A description has up to {LONGEST_DESCRIPTION:,} characters."
    if privacy not in Privacy.values:
        problems["privacy"] = f'"{privacy[:40]}" is not a valid choice.'
    if problems:
        raise ValidationError(problems)


def _touch(one: UserList, at: datetime) -> None:
    one.changed_at = at
    one.save(update_fields=["changed_at"])

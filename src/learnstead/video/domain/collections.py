"""Collections: making and changing them, and finding one's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.kernel.slugs import slug_for
from learnstead.people.models import Group, User
from learnstead.video.domain import access
from learnstead.video.domain.access import Person
from learnstead.video.models import Collection, Video

ORDERS = {"recent": ("-updated_at", "-pk"), "title": ("title", "pk"), "created": ("-created_at", "-pk")}
DOMAIN = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}(:\d{1,5})?")
MOST_DOMAINS = 50
PLAIN = (
    "description", "is_logged_in_only", "is_public", "include_in_learn", "for_shorts", "allow_share_openedx",
    "mail_admins", "stream_source", "edx_course_id", "originals_years",
)  # fmt: skip


class NotSaved(Terminal):
    """Some entries cannot be right; ``problems`` says which and why."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        """Keep the problems by entry."""
        super().__init__(" ".join(text for texts in problems.values() for text in texts))
        self.problems = problems


@dataclass(frozen=True)
class Details:
    """What a form says of a collection; groups by their ids."""

    title: str
    description: str = ""
    is_logged_in_only: bool = False
    is_public: bool = False
    include_in_learn: bool = False
    for_shorts: bool = False
    allow_share_openedx: bool = False
    mail_admins: bool = False
    stream_source: str = ""
    edx_course_id: str = ""
    originals_years: int | None = None
    embed_domains: Sequence[str] = ()
    view_groups: Sequence[int] = field(default_factory=tuple)
    admin_groups: Sequence[int] = field(default_factory=tuple)


def create(*, details: Details, by: User, at: datetime) -> Collection:
    """A collection that belongs to ``by``; Forbidden, NotSaved."""
    if not access.may_begin(by):
        raise access.Forbidden(f"{by} may not start collections; staff can allow it.")
    return _save(Collection(owner=by, created_at=at), details, at)


def change(*, collection: Collection, details: Details, by: User, at: datetime) -> Collection:
    """Save what a form says; Forbidden, NotSaved. Videos keep the visibility they have."""
    access.check_may_edit(by, collection)
    return _save(collection, details, at)


@transaction.atomic
def _save(collection: Collection, details: Details, at: datetime) -> Collection:
    problems: dict[str, list[str]] = {}
    collection.title = details.title.strip()
    for name in PLAIN:
        setattr(collection, name, getattr(details, name))
    collection.embed_domains = _domains(details.embed_domains, problems)
    collection.updated_at = at
    if not collection.slug:
        collection.slug = _free_slug(collection.title)
    try:
        collection.full_clean()
    except ValidationError as problem:
        problems |= problem.message_dict
    chosen = {name: _groups(name, getattr(details, name), problems) for name in ("view_groups", "admin_groups")}
    if problems:
        raise NotSaved(problems)
    collection.save()
    for name, groups in chosen.items():
        getattr(collection, name).set(groups)
    # What its videos show of it changes with it, so whoever reads them has to be told.
    collection.videos.filter(is_public=True).update(updated_at=at)
    return collection


def _domains(typed: Sequence[str], problems: dict[str, list[str]]) -> list[str]:
    domains = sorted({one.strip().lower() for one in typed if one.strip()})
    wrong = [one for one in domains if not DOMAIN.fullmatch(one)]
    if wrong:
        problems["embed_domains"] = [f"{', '.join(wrong)}: write domains such as www.example.org, without https://."]
    if len(domains) > MOST_DOMAINS:
        problems["embed_domains"] = [f"At most {MOST_DOMAINS} domains."]
    return domains


def _groups(name: str, ids: Sequence[int], problems: dict[str, list[str]]) -> list[Group]:
    """Groups that exist; one that does not is refused, never made."""
    found = list(Group.objects.filter(pk__in=ids))
    if len(found) != len(set(ids)):
        problems[name] = ["One of these groups does not exist any more."]
    return found


def _free_slug(title: str) -> str | None:
    wanted = slug_for(title)[:190]
    if not wanted:
        return None
    taken = set(Collection.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def listing(person: Person, *, text: str = "", order: str = "") -> QuerySet[Collection]:
    """The collections shown to ``person`` as theirs, each with ``videos_count`` and whether they ``may_edit`` it."""
    shown = access.listed(person).select_related("owner")
    if text:
        shown = shown.filter(
            Q(title__icontains=text) | Q(description__icontains=text) | Q(slug__icontains=text) | Q(edx_course_id=text)
        )
    counted = shown.annotate(videos_count=Count("videos", filter=Q(videos__deleted_at=None), distinct=True))
    return counted.order_by(*ORDERS.get(order, ORDERS["recent"]))


def videos(collection: Collection, person: Person) -> QuerySet[Video]:
    """The videos of a collection that ``person`` may watch, in the order of the collection."""
    shown = access.watchable(person).filter(collection=collection, deleted_at=None)
    return shown.select_related("current").prefetch_related("current__renditions")

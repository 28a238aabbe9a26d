"""Learning paths: resources of a kind of their own, made here of other resources, in order."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet

from learnstead.kernel import prose
from learnstead.kernel.slugs import slug_for
from learnstead.learn.domain import releases
from learnstead.learn.domain.lists import order
from learnstead.learn.domain.lists.userlists import LONGEST_DESCRIPTION, LONGEST_TITLE
from learnstead.learn.models import LearningPath, LearningResource, Relationship
from learnstead.learn.models.resource import ResourceType
from learnstead.people.models import User
from learnstead.ports.jobs import Queue

PLATFORM = "learnstead"
ETL_SOURCE = "editors"
RELATION = "LEARNING_PATH_ITEMS"
MOST_ITEMS = 200
MOST_TOPICS = 5


@dataclass(frozen=True)
class Editing:
    """Who changes something, when, and where search is asked to follow."""

    by: User
    at: datetime
    queue: Queue


@dataclass(frozen=True)
class Maker:
    """Who made a path, and who changed it last; names as pages show them, empty when the account is gone."""

    made_by: str
    changed_by: str


def every() -> QuerySet[LearningPath]:
    """The paths that are not deleted, the newest first; each with ``size``."""
    paths = LearningPath.objects.filter(deleted_at__isnull=True).select_related("resource", "author", "changed_by")
    return paths.annotate(size=Count("resource__children")).order_by("-created_at", "-pk")


def published() -> QuerySet[LearningPath]:
    """The paths that learners see."""
    return every().filter(resource__published=True)


def deleted() -> QuerySet[LearningPath]:
    """The paths that can be brought back, what was deleted last first."""
    return LearningPath.objects.filter(deleted_at__isnull=False).select_related("resource").order_by("-deleted_at")


def maker(resource: LearningResource) -> Maker | None:
    """Who is behind a path; None for whatever else."""
    path = LearningPath.objects.filter(resource=resource).select_related("author", "changed_by").first()
    return Maker(str(path.author or ""), str(path.changed_by or "")) if path else None


@transaction.atomic
def create(*, title: str, description: str = "", author: User, at: datetime) -> LearningPath:
    """A path with nothing on it yet, that learners do not see; ValidationError for a title that is none."""
    title, description = _said(title, description)
    key = str(uuid.uuid4())
    resource = LearningResource.objects.create(
        platform=PLATFORM,
        readable_id=key,
        resource_type=ResourceType.LEARNING_PATH,
        slug=f"{slug_for(title, length=80)}-{key[:8]}".strip("-"),
        etl_source=ETL_SOURCE,
        title=title,
        description=description,
        availability="anytime",
        delivery=["online"],
        pace=["self_paced"],
        format=["asynchronous"],
        published=False,
        first_published_at=at,
        last_modified=at,
        changed_at=at,
    )
    return LearningPath.objects.create(resource=resource, author=author, changed_by=author, created_at=at)


def edit(path: LearningPath, *, title: str, description: str, given: Editing) -> None:
    """Change the words; the address stays."""
    title, description = _said(title, description)
    path.resource.title, path.resource.description = title, description
    _changed(path, given=given)


def publish(path: LearningPath, *, published: bool, given: Editing) -> None:
    """Show a path to learners and in search, or no longer; ValidationError for one with nothing on it."""
    if published and not path.resource.children.exists():
        raise ValidationError({"published": "Put something on the path first."})
    if published and not path.resource.published:
        path.resource.first_published_at = given.at
    path.resource.published = published
    _changed(path, given=given)


def delete(path: LearningPath, *, given: Editing) -> None:
    """Put a path out of sight; ``restore`` brings it back, unpublished."""
    path.deleted_at = given.at
    path.resource.published = False
    _changed(path, given=given)


def restore(path: LearningPath) -> None:
    """Bring a deleted path back; learners see it when it is published again."""
    path.deleted_at = None
    path.save(update_fields=["deleted_at"])


def items(path: LearningPath) -> QuerySet[Relationship]:
    """What is on a path, in order."""
    return Relationship.objects.filter(parent=path.resource).select_related("child").order_by("position", "pk")


@transaction.atomic
def add(path: LearningPath, child: LearningResource, *, given: Editing) -> Relationship:
    """Put a resource at the end; where it is already, it stays. ValidationError when it cannot be on a path."""
    LearningPath.objects.select_for_update(of=("self",)).get(pk=path.pk)
    known = items(path).filter(child=child).first()
    if known:
        return known
    if child.pk == path.resource_id or child.resource_type == ResourceType.LEARNING_PATH:
        raise ValidationError({"child": "A learning path is made of resources, not of other paths."})
    if items(path).count() >= MOST_ITEMS:
        raise ValidationError({"child": f"A learning path holds up to {MOST_ITEMS} items."})
    made = Relationship.objects.create(
        parent=path.resource,
        child=child,
        child_type=child.resource_type,
        child_platform=child.platform,
        child_readable_id=child.readable_id,
        relation=RELATION,
        position=order.next_position(items(path)),
    )
    _changed(path, given=given)
    return made


@transaction.atomic
def remove(path: LearningPath, pks: Iterable[int], *, given: Editing) -> int:
    """Take items off, by their own numbers; returns how many there were."""
    number, _ = items(path).filter(pk__in=list(pks)).delete()
    if number:
        _changed(path, given=given)
    return number


def reordered(path: LearningPath, *, given: Editing) -> None:
    """To be called when the items were put in another order."""
    _changed(path, given=given)


@transaction.atomic
def set_membership(*, child: LearningResource, paths: Sequence[int], given: Editing) -> list[Relationship]:
    """Have a resource on exactly these paths (numbers of their resources); ValidationError for an unknown one."""
    known = {path.resource_id: path for path in every()}
    unknown = sorted(set(paths) - known.keys())
    if unknown:
        raise ValidationError({"learning_path_id": f'"{unknown[0]}" is not a valid choice.'})
    on = Relationship.objects.filter(parent__in=known, child=child).exclude(parent__in=paths)
    for item in on:
        remove(known[item.parent_id], [item.pk], given=given)
    return [add(known[pk], child, given=given) for pk in dict.fromkeys(paths)]


def on_paths(child: LearningResource) -> frozenset[int]:
    """The paths that a resource is on, by the numbers of their resources."""
    rows = Relationship.objects.filter(child=child, parent__learning_path__deleted_at__isnull=True)
    return frozenset(rows.filter(parent__learning_path__isnull=False).values_list("parent_id", flat=True))


def _said(title: str, description: str) -> tuple[str, str]:
    clean_title = " ".join(title.replace("\x00", "").split())
    clean = prose.clean_html(description.replace("\x00", "").strip())
    problems: dict[str, str] = {}
    if not clean_title:
        problems["title"] = "Give the path a title."
    elif len(clean_title) > LONGEST_TITLE:
        problems["title"] = f"A title has up to {LONGEST_TITLE} characters."
    if len(clean) > LONGEST_DESCRIPTION:
        problems["description"] = f"A description has up to {LONGEST_DESCRIPTION:,} characters."
    if problems:
        raise ValidationError(problems)
    return clean_title, clean


@transaction.atomic
def _changed(path: LearningPath, *, given: Editing) -> None:
    """Save, derive what follows from the items, and have search follow."""
    resource = path.resource
    seen = [item.child for item in items(path) if item.child and item.child.published and not item.child.test_mode]
    resource.url = seen[0].get_absolute_url() if seen else ""
    resource.free = all(one.free for one in seen)
    resource.last_modified = resource.changed_at = given.at
    if not seen:
        resource.published = False
    resource.save()
    resource.topics.set(_commonest_topics(seen))
    path.changed_by = given.by
    path.save(update_fields=["changed_by", "deleted_at"])
    releases.ask_for_index([resource.pk], given.queue)


def _commonest_topics(seen: Sequence[LearningResource]) -> list[int]:
    """What most of the items are about."""
    through = LearningResource.topics.through.objects.filter(learningresource__in=seen).order_by("topic__path")
    return [pk for pk, _ in Counter(through.values_list("topic_id", flat=True)).most_common(MOST_TOPICS)]

"""The topic tree, grown from the paths that courses name."""

from collections.abc import Sequence

from learnstead.kernel.slugs import slug_for
from learnstead.learn.models import Topic
from learnstead.learn.models.taxonomy import SEPARATOR

DEEPEST = 6
LONGEST_NAME = 80


def topic(path: Sequence[str]) -> Topic | None:
    """The topic at the end of a path; it and its ancestors are made when they are new. None for an empty path."""
    found: Topic | None = None
    for name in path[:DEEPEST]:
        # A separator inside a name would make two paths look the same.
        clean = " ".join(name.replace("/", " ").split())[:LONGEST_NAME]
        if clean:
            found = _child(found, clean)
    return found


def _child(parent: Topic | None, name: str) -> Topic:
    path = f"{parent.path}{SEPARATOR}{name}" if parent else name
    known = Topic.objects.filter(path=path).first()
    if known:
        return known
    # Releases of two sources may be applied at once, and both bring the topic; that is no error, not in the log either.
    made = Topic(path=path, name=name, parent=parent, slug=_free_slug(parent, name))
    Topic.objects.bulk_create([made], ignore_conflicts=True)
    return Topic.objects.get(path=path)


def _free_slug(parent: Topic | None, name: str) -> str:
    """Two names may give one slug; the later one gets a number."""
    slug = slug_for(name, length=LONGEST_NAME) or "topic"
    slug = f"{parent.slug}/{slug}" if parent else slug
    taken = set(Topic.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def lineage(path: str) -> list[str]:
    """A path and all its ancestors, the root first: "A", "A / B", "A / B / C"."""
    names = path.split(SEPARATOR)
    return [SEPARATOR.join(names[:depth]) for depth in range(1, len(names) + 1)]

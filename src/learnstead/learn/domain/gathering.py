"""The sources the catalogue is gathered from, as far as learners see what they brought. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from learnstead.learn.domain import labels
from learnstead.learn.models import AppliedScope, LearningResource
from learnstead.learn.models.resource import ResourceType


@dataclass(frozen=True)
class Gathered:
    """One source. ``kinds`` are what it brought, by kind; ``brought_at`` is when the catalogue last followed it."""

    name: str
    size: int
    kinds: Sequence[tuple[ResourceType, int]]
    platforms: Sequence[str]
    brought_at: datetime | None

    @property
    def title(self) -> str:
        """The platforms it reads, by name."""
        return ", ".join(self.platforms) or self.name


def sources() -> list[Gathered]:
    """Every source that something published came from, the one that brought most first."""
    visible = LearningResource.objects.filter(published=True, test_mode=False).exclude(source="").order_by()
    rows = visible.values_list("source", "platform", "resource_type").annotate(size=Count("pk"))
    brought = dict(AppliedScope.objects.order_by().values_list("source").annotate(at=Max("applied_at")))
    kinds: dict[str, dict[str, int]] = {}
    platforms: dict[str, set[str]] = {}
    for source, platform, kind, size in rows:
        of_source = kinds.setdefault(source, {})
        of_source[kind] = of_source.get(kind, 0) + size
        platforms.setdefault(source, set()).add(labels.platform(platform))
    found = [
        Gathered(
            name=name,
            size=sum(sizes.values()),
            kinds=[(kind, sizes[kind]) for kind in ResourceType if kind in sizes],
            platforms=sorted(filter(None, platforms[name])),
            brought_at=brought.get(name),
        )
        for name, sizes in kinds.items()
    ]
    return sorted(found, key=lambda one: (-one.size, one.name))


def source(name: str) -> Gathered | None:
    """None when nothing that is published came from it."""
    return next((one for one in sources() if one.name == name), None)

"""The items of the catalogue as a harvester sees them: in the order of their last change, gone ones too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from learnstead.kernel import taxonomy
from learnstead.learn.domain.oai_pmh.arguments import Selection, token
from learnstead.learn.domain.oai_pmh.faults import BadArgument, NothingMatches, UnknownId
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType

PAGE_SIZE = 100
TYPE, OFFEROR = "type:", "offeror:"
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Page:
    """A part of a list. ``token`` continues it and is empty at its end; ``done`` items came before, of ``size``."""

    items: Sequence[LearningResource]
    token: str
    done: int
    size: int


def identifier(item: LearningResource, *, base: str) -> str:
    """The item in the oai scheme: it stays the same for as long as the catalogue does."""
    return f"oai:{urlsplit(base).hostname}:{item.pk}"


def stamp(moment: datetime) -> str:
    """A moment as the protocol writes it, in whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_deleted(item: LearningResource) -> bool:
    """Whether it was withdrawn; its header stays for good."""
    return not item.published or item.test_mode


def set_specs(item: LearningResource) -> list[str]:
    """The sets it belongs to."""
    return [f"{TYPE}{item.resource_type}", *([f"{OFFEROR}{item.offered_by}"] if item.offered_by else [])]


def sets() -> list[tuple[str, str]]:
    """Every set that has items, by its spec and its name."""
    known = LearningResource.objects.order_by()
    kinds = set(known.values_list("resource_type", flat=True).distinct())
    offerors = sorted(known.exclude(offered_by="").values_list("offered_by", flat=True).distinct())
    named = taxonomy.offerors()
    return [
        ("type", "By kind"),
        *((f"{TYPE}{kind}", str(kind.label)) for kind in ResourceType if kind in kinds),
        ("offeror", "By who offers it"),
        *((f"{OFFEROR}{one}", named[one].name if one in named else one) for one in offerors),
    ]


def earliest() -> datetime | None:
    """When the first item last changed."""
    return LearningResource.objects.order_by("changed_at", "pk").values_list("changed_at", flat=True).first()


def item(name: str, *, base: str) -> LearningResource:
    """One item by its identifier; UnknownId when there is none."""
    before, _, number = name.rpartition(":")
    if before != f"oai:{urlsplit(base).hostname}" or not (number.isascii() and number.isdecimal()):
        raise UnknownId(f"there is no item {name[:200]!r}; ours begin with oai:{urlsplit(base).hostname}:")
    found = _described(LearningResource.objects.filter(pk=int(number))).first() if int(number) <= LARGEST_ID else None
    if found is None:
        raise UnknownId(f"there is no item {name[:200]!r}")
    return found


def page(selected: Selection) -> Page:
    """The next items of a list: found by where the last page ended, which takes as long at the end as at the start."""
    matching = _matching(selected)
    if selected.after is None:
        selected = replace(selected, size=matching.count())
    else:
        matching = matching.filter(TupleGreaterThan(Tuple(F("changed_at"), F("pk")), selected.after))
    found = list(_described(matching.order_by("changed_at", "pk"))[: PAGE_SIZE + 1])
    if not found:
        raise NothingMatches("nothing changed in that time, or nothing is in that set")
    items, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    after = (items[-1].changed_at, items[-1].pk)
    following = token(selected, after=after, listed=len(items)) if more else ""
    return Page(items=items, token=following, done=selected.done, size=selected.size)


def _matching(selected: Selection) -> QuerySet[LearningResource]:
    chosen = LearningResource.objects.all()
    if selected.since:
        chosen = chosen.filter(changed_at__gte=selected.since)
    if selected.until:
        chosen = chosen.filter(changed_at__lt=selected.until)
    return chosen.filter(_in_set(selected.set_spec)) if selected.set_spec else chosen


def _in_set(spec: str) -> Q:
    if spec == "type":
        return Q()
    if spec == "offeror":
        return ~Q(offered_by="")
    if spec.startswith(TYPE):
        return Q(resource_type=spec.removeprefix(TYPE))
    if spec.startswith(OFFEROR):
        return Q(offered_by=spec.removeprefix(OFFEROR))
    raise BadArgument(f"there is no set {spec[:100]!r}; ListSets names those there are")


def _described(chosen: QuerySet[LearningResource]) -> QuerySet[LearningResource]:
    """With what a description of it tells."""
    runs = Prefetch("runs", queryset=LearningResourceRun.objects.filter(published=True))
    return chosen.prefetch_related(runs, "topics", "departments")

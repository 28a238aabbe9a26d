"""Why a page shows what it shows, and the sources it was gathered from."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import gathering, licences, provenance, queries
from learnstead.learn.domain.search_documents import offered_by
from learnstead.learn.models.resource import ADDRESS_WORDS
from learnstead.learn.web import addresses, facts, heads
from learnstead.learn.web.heads import Crumb
from learnstead.learn.web.resource import best_run, crumbs, shown_or_gone
from learnstead.ports.ledger import Ledger
from learnstead.ports.services import services

RUNS_SHOWN = 10
PAYLOADS = "/data/payloads/"


@dataclass(frozen=True)
class Checked:
    """When a source was last asked and last believed; ``stale_since`` when it was not believed since."""

    asked: datetime | None
    good: datetime | None
    stale_since: datetime | None


@require_safe
def why(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Where a resource was read, by which run, when it was last checked, what may be done with it."""
    found = shown_or_gone(request, kind, slug)
    if isinstance(found, HttpResponse):
        return found
    origin = provenance.origin(found)
    if origin is None:
        raise Http404
    page = addresses.absolute(found.get_absolute_url())
    run = best_run(found, queries.runs_of(found))
    context = {
        "resource": found,
        "offered_by": offered_by(found),
        "origin": origin,
        "payload": f"{PAYLOADS}{origin.payload}/" if origin.payload else "",
        "checked": checked(services().ledger, origin.source, origin.scope),
        "licence": licences.licence(found),
        "attribution": licences.attribution(found, run, addresses.absolute(found.url) if found.url else page),
        "crumbs": [*_linked(crumbs(found, ()), found.get_absolute_url()), Crumb("Why do I see this?")],
    }
    return render(request, "learn/why.html", context)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source that something in the catalogue came from."""
    trail = [Crumb("Home", reverse("learn:home")), Crumb("Sources")]
    head = heads.head(
        title="Sources",
        path=reverse("learn:sources"),
        description="Where everything in this catalogue was gathered, and when.",
        crumbs=trail,
    )
    return render(request, "learn/sources.html", {"sources": gathering.sources(), "crumbs": trail, "head": head})


@require_safe
def source(request: HttpRequest, name: str) -> HttpResponse:
    """What one source brought, and how its last runs went."""
    found = gathering.source(name)
    if found is None:
        raise Http404
    trail = [Crumb("Home", reverse("learn:home")), Crumb("Sources", reverse("learn:sources")), Crumb(found.title)]
    head = heads.head(
        title=f"About the source {found.title}",
        path=reverse("learn:source", args=[name]),
        description=f"What was gathered from {found.title}, and when it was last checked.",
        crumbs=trail,
    )
    context = {
        "source": found,
        "kinds": [(facts.plural(kind), size, ADDRESS_WORDS[kind]) for kind, size in found.kinds],
        "runs": services().ledger.runs(name, limit=RUNS_SHOWN),
        "checked": checked(services().ledger, name),
        "crumbs": trail,
        "head": head,
    }
    return render(request, "learn/source.html", context)


def checked(ledger: Ledger, source_name: str, scope: str | None = None) -> Checked:
    """When a source, or one scope of it, was last asked and found good."""
    last = next(iter(ledger.runs(source_name, limit=1)), None)
    states = [ledger.scope(source_name, scope)] if scope is not None else ledger.scopes(source_name)
    return Checked(
        asked=(last.finished or last.started) if last else None,
        good=max((state.last_good for state in states if state.last_good), default=None),
        stale_since=min((state.stale_since for state in states if state.stale_since), default=None),
    )


def _linked(trail: list[Crumb], address: str) -> list[Crumb]:
    """The way to a page below the last of these, which is at ``address``."""
    return [*trail[:-1], Crumb(trail[-1].name, address)]

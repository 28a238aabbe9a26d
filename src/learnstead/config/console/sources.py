"""The list of sources, and one source with its scopes, runs and releases."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from learnstead.config.console.access import staff_only
from learnstead.config.console.sparkline import points
from learnstead.config.settings import CONFIG
from learnstead.config.source_states import URGENCY, SourceState, state_of
from learnstead.data import registry
from learnstead.data.source import Source
from learnstead.flows import ingest_source
from learnstead.kernel import clock
from learnstead.ports.ledger import RunRecord
from learnstead.ports.services import services

RUNS_SHOWN, RELEASES_SHOWN = 30, 15


@staff_only
def sources(request: HttpRequest) -> HttpResponse:
    """Every source, those that need a person first."""
    found = [_state(source) for source in registry.every().values()]
    found.sort(key=lambda one: (URGENCY[one.state], one.source.title.casefold()))
    counts = {name: sum(one.state == name for one in found) for name in URGENCY}
    rows = [{"about": one, "points": points(one.trend)} for one in found]
    shown = {"rows": rows, "counts": {name: count for name, count in counts.items() if count}}
    return render(request, "console/sources.html", {**shown, "dagster_url": CONFIG.dagster_url})


@staff_only
def source(request: HttpRequest, name: str) -> HttpResponse:
    """One source."""
    declared = known(name)
    ledger, about = services().ledger, _state(declared)
    return render(
        request,
        "console/source.html",
        {
            "source": declared,
            "about": about,
            "points": points(about.trend),
            "scopes": about.scopes,
            "runs": [_counted(run) for run in ledger.runs(name, limit=RUNS_SHOWN)],
            "releases": ledger.releases(name, limit=RELEASES_SHOWN),
        },
    )


@staff_only
@require_POST
def run_now(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """Ask for a run; a worker does it."""
    declared = known(name)
    ingest_source.request(source=name, services=services(), trigger="console")
    messages.success(request, f"{declared.title} will be fetched now. Reload this page to see how it goes.")
    return redirect("console:source", name)


def known(name: str) -> Source:
    """The declaration, or a page that says there is none."""
    try:
        return registry.named(name)
    except registry.NoSuchSource as problem:
        raise Http404(str(problem)) from problem


def _counted(run: RunRecord) -> dict[str, Any]:
    counts = {name: sum(getattr(scope, name) for scope in run.scopes) for name in ("added", "changed", "removed")}
    return {"run": run, **counts, "said": run.message or " ".join(reasons(run))}


def reasons(run: RunRecord) -> list[str]:
    """Why scopes of a run failed or are held, each by name."""
    found = []
    for scope in run.scopes:
        texts = dict.fromkeys([scope.reason, *(one.says for one in scope.findings if one.holds)])
        found += [f"{scope.scope}: {text}" for text in texts if text]
    return found


def _state(source: Source) -> SourceState:
    return state_of(source, services().ledger, now=clock.now(), scheduled=CONFIG.schedules(source.name))

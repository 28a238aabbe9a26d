"""One run: its steps, its requests, what could not be read, and what the guard holds, to accept or to reject."""

from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from learnstead.config.console.access import staff_only
from learnstead.config.console.sources import known, reasons
from learnstead.data.guard.verdicts import quarantined_of
from learnstead.data.snapshot import Snapshot
from learnstead.flows import deciding_on_runs
from learnstead.kernel.errors import LearnsteadError
from learnstead.ports.ledger import NoSuchRun, RunRecord
from learnstead.ports.services import services

REQUESTS_SHOWN, CHANGES_SHOWN = 200, 20


@staff_only
def run(request: HttpRequest, name: str, run: str) -> HttpResponse:
    """Everything that is kept of a run."""
    source = known(name)
    found = _run(name, run)
    objects = services().objects
    differences = deciding_on_runs.differences(run=run, services=services())
    waiting = {scope.scope for scope in services().ledger.scopes(name) if scope.held_run == run}
    shown = {
        "source": source,
        "run": found,
        "seconds": (found.finished - found.started).total_seconds() if found.finished else None,
        "waiting": sorted(waiting),
        "why": reasons(found),
        "differences": [one for one in differences if any(one.counts.values())],
        "most": CHANGES_SHOWN,
        "quarantined": quarantined_of(objects, name, run),
        "exchanges": list(islice(Snapshot(objects, source=name, run=run).exchanges(), REQUESTS_SHOWN)),
        "requests_shown": REQUESTS_SHOWN,
    }
    return render(request, "console/run.html", shown)


@staff_only
@require_POST
def decide(request: HttpRequest, name: str, run: str) -> HttpResponseRedirect:
    """Accept or reject what is held, in the scopes that are ticked, or in all."""
    known(name)
    scopes = request.POST.getlist("scope")
    accepting = request.POST.get("decision") == "accept"
    by = request.user.get_username()
    try:
        if accepting:
            made = deciding_on_runs.accept(run=_run(name, run).id, by=by, services=services(), scopes=scopes)
            messages.success(request, f"Accepted as release {made.id}; the catalogue follows in a moment.")
        else:
            deciding_on_runs.reject(run=_run(name, run).id, by=by, services=services(), scopes=scopes)
            messages.success(request, "Put aside. Learners keep what was good last.")
    except LearnsteadError as problem:
        messages.error(request, str(problem))
    return redirect("console:run", name, run)


def _run(name: str, run: str) -> RunRecord:
    try:
        found = services().ledger.run(run)
    except NoSuchRun as problem:
        raise Http404(str(problem)) from problem
    if found.source != name:
        raise Http404(f"run {run} is one of {found.source}")
    return found

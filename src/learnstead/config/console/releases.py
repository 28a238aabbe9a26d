"""One release: what is in it, and the way back to it."""

from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from learnstead.config.console.access import staff_only
from learnstead.config.console.sources import known
from learnstead.data.releasing import read_manifest
from learnstead.flows import deciding_on_runs
from learnstead.kernel.contracts.releases import Line, ScopeEntry, decode_lines, prefix_of
from learnstead.kernel.errors import LearnsteadError
from learnstead.ports.ledger import NoSuchRun
from learnstead.ports.services import services

RECORDS_SHOWN = 50


@staff_only
def release(request: HttpRequest, name: str, release: str) -> HttpResponse:
    """The scopes of a release, and the first records of each."""
    source = known(name)
    try:
        found = services().ledger.release(release)
        manifest = read_manifest(services().objects, name, release)
    except LearnsteadError as problem:
        raise Http404(str(problem)) from problem
    scopes = [{"entry": entry, "lines": _lines(name, release, entry)} for entry in manifest.scopes]
    shown = {"source": source, "release": found, "manifest": manifest, "scopes": scopes, "most": RECORDS_SHOWN}
    return render(request, "console/release.html", shown)


@staff_only
@require_POST
def apply_again(request: HttpRequest, name: str, release: str) -> HttpResponseRedirect:
    """Bring the catalogue back to a release."""
    known(name)
    try:
        deciding_on_runs.reapply(source=name, release=release, by=request.user.get_username(), services=services())
    except NoSuchRun as problem:
        raise Http404(str(problem)) from problem
    except LearnsteadError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Release {release} is the good one again; the catalogue follows in a moment.")
    return redirect("console:source", name)


def _lines(name: str, release: str, entry: ScopeEntry) -> list[Line]:
    if not entry.file:
        return []
    with services().objects.open(f"{prefix_of(name, release)}/{entry.file}") as file:
        return list(islice(decode_lines(file), RECORDS_SHOWN))

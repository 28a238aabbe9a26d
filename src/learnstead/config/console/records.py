"""One record of the catalogue through time: from what learners see back to the bytes it was read from."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from learnstead.config.console.access import staff_only
from learnstead.config.console.sources import known
from learnstead.learn.domain import provenance

LONGEST_SHOWN = 20_000


@staff_only
def record(request: HttpRequest) -> HttpResponse:
    """Every version of the record that ``source`` calls ``key``."""
    name, key = request.GET.get("source", ""), request.GET.get("key", "")
    source = known(name)
    versions = provenance.versions_of(source=name, key=key)
    if not versions:
        raise Http404(f"the catalogue has never had {key!r} of {name}; a release that brings it may still be applied")
    shown = [
        {"version": one, "body": json.dumps(one.body, indent=1, ensure_ascii=False)[:LONGEST_SHOWN]} for one in versions
    ]
    page = provenance.page_of(versions[0])
    return render(request, "console/record.html", {"source": source, "key": key, "versions": shown, "page": page})

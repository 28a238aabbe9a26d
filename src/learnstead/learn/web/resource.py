"""The page of one learning resource."""

import json
from urllib.parse import urljoin

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from learnstead.kernel import prose
from learnstead.learn.domain import provenance, queries, search_documents
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.learn.web import facts
from learnstead.ports.services import services

SHOWN_OF_A_GROUP = 8
DESCRIPTION_FOR_ENGINES = 300


@require_safe
def resource(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What it is about, what is in it, where to start, and where we know all that from."""
    known = get_object_or_404(LearningResource, slug=slug)
    if kind != ADDRESS_WORDS[ResourceType(known.resource_type)] or known.test_mode:
        raise Http404
    if not known.published:
        reason = f"“{known}” was listed here once, and those who offer it have withdrawn it."
        return render(request, "410.html", {"reason": reason}, status=410)
    found = queries.published().get(pk=known.pk)
    return render(request, "learn/resource.html", _context(found))


def _context(found: LearningResource) -> dict[str, object]:
    runs = queries.runs_of(found)
    run = next((one for one in runs if one.run_id == found.best_run_id), runs[0] if runs else None)
    return {
        "resource": found,
        "kind": search_documents.kind_name(found),
        "run": run,
        "sittings": facts.sittings(found, runs),
        "instructors": run.instructors if run else [],
        "action": facts.action(found),
        "price": facts.price(found),
        "duration": facts.duration(found),
        "transcript": facts.transcript(found),
        "certificate": search_documents.CERTIFICATES.get(found.certification_type, ""),
        # Cleaned when it was read (prose.clean_html).
        "description": mark_safe(found.description or found.full_description),  # noqa: S308 - see above
        "summary": _summary(found),
        "topics": [[*queries.ancestors(topic), topic] for topic in found.topics.select_related("parent__parent")],
        "departments": found.departments.all(),
        "children": queries.children_of(found),
        "parents": queries.parents_of(found),
        "groups": queries.contents(found),
        "shown": SHOWN_OF_A_GROUP,
        "shown_slice": f":{SHOWN_OF_A_GROUP}",
        "rest_slice": f"{SHOWN_OF_A_GROUP}:",
        "licence_name": _licence_name(found.licence),
        "licence_is_address": found.licence.startswith("https://"),
        "origin": provenance.origin(found),
        "source": facts.offered_by(found),
        "canonical": urljoin(services().url, found.get_absolute_url()),
        "image": urljoin(services().url, found.image_url) if found.image_url else "",
        "json_ld": _json_ld(found, run),
    }


def _licence_name(licence: str) -> str:
    """Creative Commons licences by their usual short name; anything else as it is written."""
    kind, _, rest = licence.partition("creativecommons.org/licenses/")[2].partition("/")
    return f"CC {kind.upper()} {rest.strip('/').split('/')[0]}".strip() if kind else licence


def _summary(found: LearningResource) -> str:
    html = found.description or found.full_description
    return prose.text_of_html(html).replace("\n", " ")[:DESCRIPTION_FOR_ENGINES]


def _json_ld(found: LearningResource, run: LearningResourceRun | None) -> SafeString:
    """The resource in schema.org's words, safe inside a script element."""
    people = run.instructors if run else []
    value = {
        "@context": "https://schema.org",
        "@type": facts.schema(found),
        "name": found.title,
        "courseCode": found.number,
        "description": _summary(found),
        "url": urljoin(services().url, found.get_absolute_url()),
        "inLanguage": found.languages,
        "educationalLevel": run.levels if run else [],
        "about": [topic.name for topic in found.topics.all()],
        "license": found.licence,
        "image": urljoin(services().url, found.image_url) if found.image_url else "",
        "isAccessibleForFree": found.free,
        "instructor": [{"@type": "Person", "name": name} for name in people],
        "provider": {"@type": "Organization", "name": facts.offered_by(found)},
        "hasCourseInstance": _instance(run) if run else None,
        "workExample": {"@type": "WebSite", "url": urljoin(services().url, found.url)} if found.url else None,
    }
    text = json.dumps({key: worth for key, worth in value.items() if worth})
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308 - escaped here


def _instance(run: LearningResourceRun) -> dict[str, str]:
    value = {
        "@type": "CourseInstance",
        "courseMode": ", ".join(run.delivery) or "online",
        "name": str(run),
        "startDate": run.start_date.isoformat() if run.start_date else "",
        "endDate": run.end_date.isoformat() if run.end_date else "",
    }
    return {key: worth for key, worth in value.items() if worth}

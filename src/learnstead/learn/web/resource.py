"""The page of one learning resource."""

import json
from urllib.parse import urljoin

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from learnstead.kernel import clock, prose
from learnstead.learn.domain import cards, provenance, queries, search_documents
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.learn.web import facts
from learnstead.ports.services import services

SHOWN_OF_A_GROUP = 8
CHILDREN_SHOWN = 60
CHILDREN = {
    ResourceType.COURSE: "Materials of this course",
    ResourceType.PROGRAM: "Courses of this program, in order",
    ResourceType.PODCAST: "Episodes",
    ResourceType.VIDEO_PLAYLIST: "Videos",
}
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
    runs, children = queries.runs_of(found), queries.children_of(found)
    run = next((one for one in runs if one.run_id == found.best_run_id), runs[0] if runs else None)
    return {
        "resource": found,
        "card": cards.card(found, clock.now()),
        "run": run,
        "sittings": facts.sittings(found, runs),
        "action": facts.action(found),
        "other_actions": facts.others(found),
        "facts": facts.in_words(found),
        "transcript": facts.transcript(found),
        # Both were cleaned when they were read (prose.clean_html).
        "description": mark_safe(_description(found)),  # noqa: S308 - see above
        "summary": _summary(found),
        "topics": [[*queries.ancestors(topic), topic] for topic in found.topics.select_related("parent__parent")],
        "departments": found.departments.all(),
        "children_title": CHILDREN.get(ResourceType(found.resource_type), "What belongs to it"),
        "children": cards.cards(children[:CHILDREN_SHOWN]),
        "children_left_out": max(0, len(children) - CHILDREN_SHOWN),
        "in_order": found.resource_type != ResourceType.PODCAST,
        "parents": cards.cards(queries.parents_of(found)),
        "groups": queries.contents(found),
        "shown": SHOWN_OF_A_GROUP,
        "shown_slice": f":{SHOWN_OF_A_GROUP}",
        "rest_slice": f"{SHOWN_OF_A_GROUP}:",
        "licence_name": _licence_name(found.licence),
        "licence_is_address": found.licence.startswith("https://"),
        "origin": provenance.origin(found),
        "canonical": urljoin(services().url, found.get_absolute_url()),
        "image": urljoin(services().url, found.own_image_url) if found.own_image_url else "",
        "json_ld": _json_ld(found, run),
    }


def _description(found: LearningResource) -> str:
    """The longer text, after the short one unless it begins with it."""
    short, long = found.description.strip(), found.full_description.strip()
    if not long or prose.text_of_html(long).startswith(prose.text_of_html(short)):
        return long or short
    return f"{short if '<p' in short else f'<p>{short}</p>'}\n{long}"


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
        "courseCode": cards.number(found),
        "description": _summary(found),
        "url": urljoin(services().url, found.get_absolute_url()),
        "inLanguage": found.languages,
        "educationalLevel": run.levels if run else [],
        "about": [topic.name for topic in found.topics.all()],
        "license": found.licence,
        "image": urljoin(services().url, found.own_image_url) if found.own_image_url else "",
        "isAccessibleForFree": found.free,
        "instructor": [{"@type": "Person", "name": name} for name in people],
        "provider": {"@type": "Organization", "name": search_documents.offered_by(found)},
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

"""The page of one course."""

import json
from urllib.parse import urljoin

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from learnstead.kernel import prose
from learnstead.learn.domain import queries, search_documents
from learnstead.learn.models import LearningResource
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.ports.services import services

SHOWN_OF_A_GROUP = 8
DESCRIPTION_FOR_ENGINES = 300


@require_safe
def course(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What the course is about, what is in it, where to start, and where we know all that from."""
    known = get_object_or_404(LearningResource, slug=slug)
    if kind != ADDRESS_WORDS[ResourceType(known.resource_type)]:
        raise Http404
    if not known.published:
        reason = f"“{known}” was published here once, and its authors have withdrawn it."
        return render(request, "410.html", {"reason": reason}, status=410)
    resource = queries.published().get(pk=known.pk)
    run = next(iter(resource.runs.all()), None)
    context = {
        "resource": resource,
        "run": run,
        "instructors": run.instructors if run else [],
        # Cleaned when it was read (prose.clean_html).
        "description": mark_safe(resource.description),  # noqa: S308 - see above
        "summary": _summary(resource),
        "topics": [[*queries.ancestors(topic), topic] for topic in resource.topics.select_related("parent__parent")],
        "departments": resource.departments.all(),
        "groups": queries.contents(resource),
        "shown": SHOWN_OF_A_GROUP,
        "shown_slice": f":{SHOWN_OF_A_GROUP}",
        "rest_slice": f"{SHOWN_OF_A_GROUP}:",
        "licence_name": _licence_name(resource.licence),
        "licence_is_address": resource.licence.startswith("https://"),
        "release": queries.latest_release(resource),
        "source": search_documents.offered_by(resource),
        "canonical": urljoin(services().url, resource.get_absolute_url()),
        "image": urljoin(services().url, resource.image_url) if resource.image_url else "",
        "json_ld": _json_ld(resource),
    }
    return render(request, "learn/course.html", context)


def _licence_name(licence: str) -> str:
    """Creative Commons licences by their usual short name; anything else as it is written."""
    kind, _, rest = licence.partition("creativecommons.org/licenses/")[2].partition("/")
    return f"CC {kind.upper()} {rest.strip('/').split('/')[0]}".strip() if kind else licence


def _summary(resource: LearningResource) -> str:
    return prose.text_of_html(resource.description).replace("\n", " ")[:DESCRIPTION_FOR_ENGINES]


def _json_ld(resource: LearningResource) -> SafeString:
    """The course in schema.org's words, safe inside a script element."""
    run = next(iter(resource.runs.all()), None)
    people = run.instructors if run else []
    value = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": resource.title,
        "courseCode": resource.number,
        "description": _summary(resource),
        "url": urljoin(services().url, resource.get_absolute_url()),
        "inLanguage": resource.languages,
        "educationalLevel": run.levels if run else [],
        "about": [topic.name for topic in resource.topics.all()],
        "license": resource.licence,
        "image": urljoin(services().url, resource.image_url) if resource.image_url else "",
        "isAccessibleForFree": True,
        "instructor": [{"@type": "Person", "name": name} for name in people],
        "provider": {"@type": "Organization", "name": search_documents.offered_by(resource)},
        "hasCourseInstance": {"@type": "CourseInstance", "courseMode": "online", "name": str(run or "")},
        "workExample": {"@type": "WebSite", "url": urljoin(services().url, resource.url)},
    }
    text = json.dumps({key: worth for key, worth in value.items() if worth})
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308 - escaped here

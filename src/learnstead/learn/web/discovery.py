"""What search engines and browsers ask for."""

from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import queries
from learnstead.learn.models import LearningResource, Topic
from learnstead.ports.services import services

MOST_ADDRESSES = 50_000  # the protocol's own limit for one file

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /drafts/
Disallow: /search/
Disallow: /sign-in/
Disallow: /studio/

Sitemap: {sitemap}
"""


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of the catalogue, and the start of each course; course sites list their own pages."""
    resources = LearningResource.objects.filter(published=True, test_mode=False).order_by("pk")[: MOST_ADDRESSES // 3]
    addresses = [{"url": _absolute(reverse(f"learn:{name}"))} for name in ("home", "topics", "departments")]
    addresses += [
        {"url": _absolute(path), "modified": resource.changed_at.date().isoformat()}
        for resource in resources
        for path in (resource.get_absolute_url(), resource.url)
        if path.startswith("/")  # what is elsewhere is listed there
    ]
    topics = Topic.objects.filter(resources__published=True).distinct()[: MOST_ADDRESSES // 3]
    addresses += [{"url": _absolute(reverse("learn:topic", args=[topic.slug]))} for topic in topics]
    addresses += [
        {"url": _absolute(reverse("learn:department", args=[department.slug]))} for department in queries.departments()
    ]
    return render(request, "learn/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Where robots need not go."""
    text = ROBOTS.format(sitemap=_absolute(reverse("learn:sitemap")))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search here from its address bar."""
    context = {"search": _absolute(reverse("learn:search"))}
    return render(
        request, "learn/opensearch.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8"
    )


def _absolute(path: str) -> str:
    return urljoin(services().url, path)

"""What search engines and browsers ask for."""

from collections.abc import Iterator
from itertools import chain, islice
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import channels
from learnstead.learn.models import FeedItem, LearningResource, Topic
from learnstead.ports.services import services

LISTS = ("home", "news", "events", "topics", "departments")
MOST_ADDRESSES = 50_000  # the protocol's own limit for one file

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /data/
Disallow: /drafts/
Disallow: /lists/
Disallow: /manage/
Disallow: /search/
Disallow: /sign-in/
Disallow: /studio/

Sitemap: {sitemap}
"""


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of the catalogue, news and events, and the start of each site; course sites list their own pages."""
    addresses = [{"url": _absolute(reverse(f"learn:{name}"))} for name in LISTS]
    addresses += list(islice(chain(_resources(), _feed_items(), _subjects()), MOST_ADDRESSES - len(LISTS)))
    return render(request, "learn/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


def _resources() -> Iterator[dict[str, str]]:
    """What a source of another site calls its address is left to that site's own map."""
    resources = LearningResource.objects.filter(published=True, test_mode=False).order_by("pk")
    shown = resources.only("resource_type", "slug", "changed_at", "url", "site")
    for resource in shown.iterator():
        day = resource.changed_at.date().isoformat()
        yield {"url": _absolute(resource.get_absolute_url()), "modified": day}
        if resource.site:
            yield {"url": _absolute(resource.url), "modified": day}


def _feed_items() -> Iterator[dict[str, str]]:
    items = FeedItem.objects.filter(published=True).order_by("pk").only("feed_type", "slug", "changed_at")
    for item in items.iterator():
        yield {"url": _absolute(item.get_absolute_url()), "modified": item.changed_at.date().isoformat()}


def _subjects() -> Iterator[dict[str, str]]:
    for topic in Topic.objects.filter(resources__published=True).distinct():
        yield {"url": _absolute(reverse("learn:topic", args=[topic.slug]))}
    for department in channels.departments():
        yield {"url": _absolute(reverse("learn:department", args=[department.slug]))}


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

"""What search engines and browsers ask for."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import sitemaps
from learnstead.learn.web.addresses import absolute

XML = "application/xml; charset=utf-8"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Pages of results are not listed: they say so themselves, which only those learn who may read them.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /account/
Disallow: /data/
Disallow: /drafts/
Disallow: /manage/
Disallow: /sign-in/
Disallow: /studio/

Sitemap: {sitemap}
"""


@require_safe
def sitemap(_request: HttpRequest) -> HttpResponse:
    """All files of addresses, with the time at which something in each last changed."""
    shards = ((reverse("learn:sitemap_shard", args=[one.kind, one.number]), one.changed) for one in sitemaps.shards())
    return _xml("sitemapindex", "sitemap", shards)


@require_safe
def sitemap_shard(_request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The pages of one kind; course sites list their own pages, and other sites theirs."""
    entries = [(one.path, one.changed) for one in sitemaps.entries(kind, number)]
    if not entries:
        raise Http404
    return _xml("urlset", "url", entries)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Where robots need not go."""
    text = ROBOTS.format(sitemap=absolute(reverse("learn:sitemap")))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search here from its address bar."""
    context = {"search": absolute(reverse("learn:search"))}
    return render(
        request, "learn/opensearch.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8"
    )


def _xml(root: str, element: str, rows: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    """Written line by line: a template takes seconds for fifty thousand."""
    here = absolute("/").removesuffix("/")
    lines = (_line(element, f"{here}{path}" if path.startswith("/") else path, changed) for path, changed in rows)
    body = "\n".join(lines)
    return HttpResponse(f'{DECLARATION}<{root} xmlns="{NAMESPACE}">\n{body}\n</{root}>\n', content_type=XML)


def _line(element: str, address: str, changed: datetime | None) -> str:
    time = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(address)}</loc>{time}</{element}>"

"""What a browser may do with what authors wrote and uploaded; it is served from our own host."""

from django.http import HttpRequest, HttpResponseBase

from learnstead.studio.domain.serving import Served

# Raw HTML in a page may hold scripts; only those of the theme, below the site's own theme/ folder, run.
PAGE_POLICY = (
    "default-src 'self'; script-src {theme}; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; "
    "media-src 'self' https:; frame-src 'self' https:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
# An uploaded file opened by itself (SVG, HTML, PDF) is a stranger: no scripts, no cookies, no forms.
UPLOAD_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; sandbox"
ALWAYS_ASK = "no-cache"
FOR_AN_HOUR = "public, max-age=3600"
FOR_A_DAY = "public, max-age=86400"


def protect_page(response: HttpResponseBase, request: HttpRequest, served: Served, path: str) -> None:
    """Headers for a file of a release."""
    theme = request.build_absolute_uri(f"{served.prefix}theme/")
    response.headers["Content-Security-Policy"] = PAGE_POLICY.format(theme=theme)
    of_theme = path.startswith("theme/")
    _everywhere(response, served, cached=FOR_AN_HOUR if of_theme else ALWAYS_ASK)


def protect_upload(response: HttpResponseBase, served: Served) -> None:
    """Headers for a media file."""
    response.headers["Content-Security-Policy"] = UPLOAD_POLICY
    _everywhere(response, served, cached=FOR_A_DAY)


def _everywhere(response: HttpResponseBase, served: Served, *, cached: str) -> None:
    response.headers["X-Content-Type-Options"] = "nosniff"
    if served.live and served.release:
        response.headers["Cache-Control"] = cached
    else:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"

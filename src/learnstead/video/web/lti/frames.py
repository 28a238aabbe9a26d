"""Our pages in frames of learning platforms."""

from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.urls import reverse

from learnstead.kernel import page_policy
from learnstead.ports.services import services
from learnstead.video.models import LtiPlatform


def launch_url() -> str:
    """What platforms know our launch by."""
    return urljoin(services().url, reverse("video:lti-launch"))


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def ancestors(platform: LtiPlatform) -> str:
    """Where a page for this platform may be shown: on any of its addresses."""
    return " ".join(sorted({origin(url) for url in (platform.issuer, platform.login_url)}))


def allow(page: HttpResponse, where: str, *, forms_to: str = "") -> HttpResponse:
    """Let pages at ``where`` show this one, which may send forms to ``forms_to``, too."""
    policy = page.headers.get(page_policy.HEADER, page_policy.POLICY)
    policy = policy.replace(
        "frame-ancestors 'self'", f"frame-ancestors 'self' {where}" if where != "*" else "frame-ancestors *"
    )
    if forms_to:
        policy = policy.replace("form-action 'self'", f"form-action 'self' {forms_to}")
    page.headers[page_policy.HEADER] = policy
    page.xframe_options_exempt = True
    return page

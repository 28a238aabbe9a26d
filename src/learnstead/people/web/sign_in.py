"""Signing in and out."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.people.domain import accounts
from learnstead.people.web.addresses import own_address
from learnstead.people.web.client import client_address
from learnstead.people.web.openid import SIGNED_IN
from learnstead.ports.services import services


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; afterwards go where the person was heading.

    ``next`` is a page that asked for the sign-in. ``from`` is only where the person happened to be: those who write
    courses go to the studio all the same, and the studio sends the others back.
    """
    heading_for, came_from = _asked(request, "next"), _asked(request, "from")
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(heading_for or settings.LOGIN_REDIRECT_URL)
        return render(request, "people/sign_in.html", _page(heading_for, came_from))
    name = request.POST.get("name", "").replace("\x00", "")
    try:
        user = accounts.sign_in(
            name=name, password=request.POST.get("password", ""), address=client_address(request), at=clock.now()
        )
    except accounts.NotSignedIn as problem:
        status = 429 if isinstance(problem, accounts.TooManyTries) else 400
        context = {**_page(heading_for, came_from), "name": name, "problem": problem}
        return render(request, "people/sign_in.html", context, status=status)
    auth.login(request, user)
    return redirect(heading_for or f"{settings.LOGIN_REDIRECT_URL}?{urlencode({'arriving': came_from or '/'})}")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the session; who came from another organisation learns that they are still signed in there."""
    elsewhere = services().identity is not None and request.session.get(SIGNED_IN)
    auth.logout(request)
    return redirect("people:signed-out" if elsewhere else settings.LOGOUT_REDIRECT_URL)


def _page(heading_for: str, came_from: str) -> dict[str, object]:
    provider = services().identity
    label = provider.label if provider else ""
    return {"next": heading_for, "from": came_from, "may_sign_up": settings.SIGN_UP_OPEN, "provider": label}


def _asked(request: HttpRequest, name: str) -> str:
    return own_address(request, request.POST.get(name) or request.GET.get(name) or "")

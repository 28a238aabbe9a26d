"""Signing in and out."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.people.domain import accounts


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; afterwards go where the person was heading."""
    heading_for = safe_next(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(heading_for or settings.LOGIN_REDIRECT_URL)
        return render(request, "people/sign_in.html", {"next": heading_for})
    name = request.POST.get("name", "")
    try:
        user = accounts.sign_in(
            name=name, password=request.POST.get("password", ""), address=_address(request), at=clock.now()
        )
    except accounts.NotSignedIn as problem:
        status = 429 if isinstance(problem, accounts.TooManyTries) else 400
        context = {"next": heading_for, "name": name, "problem": problem}
        return render(request, "people/sign_in.html", context, status=status)
    auth.login(request, user)
    return redirect(heading_for or f"{settings.LOGIN_REDIRECT_URL}?{urlencode({'arriving': 1})}")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the session."""
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def safe_next(request: HttpRequest) -> str:
    """Where the person was heading, when that is a page of ours other than home; else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted not in {"/", settings.LOGIN_URL} else ""


def _address(request: HttpRequest) -> str:
    """The peer, without its port; a proxy's forwarding header is not believed, as anyone can write one."""
    return request.META.get("REMOTE_ADDR", "")[:64]

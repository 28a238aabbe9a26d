"""Signing in with an account of another organisation."""

import hmac
import secrets
from dataclasses import asdict
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learnstead.kernel import clock
from learnstead.people.domain import identities
from learnstead.people.web.addresses import own_address
from learnstead.ports.identity import Attempt, IdentityProvider, IdentityRefused, ProviderUnavailable
from learnstead.ports.services import services

TRY = "openid_try"
SIGNED_IN = "openid"
# Groups and roles are read at sign-in, so a sign-in does not last: whoever lost a role loses it by then.
SESSION_SECONDS = 12 * 60 * 60


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider, with secrets of this try that only this session knows."""
    attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
    try:
        away = _provider().address(attempt, back=_back())
    except ProviderUnavailable as problem:
        return _problem(request, str(problem), status=HTTPStatus.BAD_GATEWAY)
    places = {name: own_address(request, request.GET.get(name, "")) for name in ("next", "from")}
    request.session[TRY] = {**asdict(attempt), **places}
    return redirect(away)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the provider says it is; a try is good for one answer."""
    tried = request.session.pop(TRY, None)
    state = request.GET.get("state", "")
    if not tried or not hmac.compare_digest(tried["state"].encode(), state.encode()):
        return _problem(request, "This sign-in was begun in another window, or too long ago. Begin again.")
    if "error" in request.GET:
        return _problem(request, f"{_provider().label} did not sign you in: {request.GET['error'][:100]}.")
    attempt = Attempt(tried["state"], tried["nonce"], tried["verifier"])
    try:
        found = _provider().identify(code=request.GET.get("code", ""), attempt=attempt, back=_back())
        user = identities.sign_in(identity=found, roles=_provider().roles, at=clock.now())
    except ProviderUnavailable as problem:
        return _problem(request, str(problem), status=HTTPStatus.BAD_GATEWAY)
    except (IdentityRefused, identities.AccountClosed) as problem:
        return _problem(request, str(problem), status=HTTPStatus.FORBIDDEN)
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[SIGNED_IN] = True
    request.session.set_expiry(SESSION_SECONDS)
    arriving = urlencode({"arriving": tried["from"] or "/"})
    return redirect(tried["next"] or f"{settings.LOGIN_REDIRECT_URL}?{arriving}")


@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the session there goes on, and where it ends."""
    provider = _provider()
    return render(
        request,
        "people/signed_out.html",
        {"label": provider.label, "farewell": provider.farewell(back=f"{services().url}/")},
    )


def _provider() -> IdentityProvider:
    provider = services().identity
    if provider is None:
        raise Http404("no identity provider is configured")
    return provider


def _back() -> str:
    return f"{services().url}{reverse('people:openid-back')}"


def _problem(request: HttpRequest, problem: str, *, status: int = HTTPStatus.BAD_REQUEST) -> HttpResponse:
    asked = {"name": "", "next": "", "from": ""}
    context = {**asked, "problem": problem, "provider": _provider().label, "may_sign_up": settings.SIGN_UP_OPEN}
    return render(request, "people/sign_in.html", context, status=status)

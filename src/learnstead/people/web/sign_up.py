"""Making an account."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from learnstead.kernel import clock
from learnstead.people.domain import accounts
from learnstead.people.web.addresses import own_address
from learnstead.people.web.client import client_address

TOO_MANY_REQUESTS = 429


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a password; afterwards the person is signed in and goes on with what they were doing."""
    heading_for = own_address(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated:
        return redirect(heading_for or "/")
    if not settings.SIGN_UP_OPEN:
        return render(request, "people/sign_up_closed.html", {"next": urlencode({"next": heading_for})}, status=403)
    if request.method != "POST":
        return _page(request, heading_for)
    posted = {name: request.POST.get(name, "").replace("\x00", "") for name in ("username", "name", "email")}
    try:
        user = accounts.sign_up(
            **posted,
            password=request.POST.get("password", ""),
            address=client_address(request),
            at=clock.now(),
        )
    except accounts.TooManySignUps as problem:
        return _page(request, heading_for, posted=posted, problem=str(problem), status=TOO_MANY_REQUESTS)
    except ValidationError as problem:
        return _page(request, heading_for, posted=posted, problems=problem.message_dict, status=400)
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    messages.success(request, f"Welcome, {user}. Your account is ready.")
    return redirect(heading_for or "/")


def _page(request: HttpRequest, heading_for: str, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "people/sign_up.html", {"next": heading_for, **more}, status=status)

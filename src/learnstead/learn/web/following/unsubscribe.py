"""The links in mails that stop mails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from learnstead.kernel import clock
from learnstead.learn.domain.following import unsubscribing


# The token itself is the permission, and a mail program that posts it (RFC 8058) has no cookie and no CSRF token.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """POST stops it, signed in or not; GET asks first, since mail scanners open every link."""
    try:
        leaving = unsubscribing.read(token)
    except unsubscribing.DeadLink as problem:
        return render(request, "learn/following/unsubscribe.html", {"problem": problem}, status=410)
    context = {"leaving": leaving, "done": leaving.ended}
    if request.method == "POST":
        unsubscribing.leave(leaving, at=clock.now())
        context["done"] = True
    return render(request, "learn/following/unsubscribe.html", context)

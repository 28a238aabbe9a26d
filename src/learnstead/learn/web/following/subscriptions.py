"""Following a search or a page, seeing what one follows, and ceasing to."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learnstead.kernel import clock
from learnstead.learn.domain.following import confirming, naming, normal, subscribing, unsubscribing
from learnstead.learn.models import Subscription
from learnstead.people.web.current import person
from learnstead.ports.services import services


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything one follows, and whether mails come."""
    followed = [
        {"subscription": one, "address": f"{reverse('learn:search')}?{normal.address(one.query.parameters)}"}
        for one in subscribing.followed(person(request))
    ]
    context = {
        "followed": followed,
        "mail": unsubscribing.settings_of(person(request)),
        "is_reachable": confirming.is_reachable(person(request)),
        "is_mailed": not services().mail.kept_in,
    }
    return render(request, "learn/following/mine.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a search (``query``) or a page (``channel``); GET asks, for who had to sign in first."""
    given = request.POST if request.method == "POST" else request.GET
    channel, query = given.get("channel", ""), given.get("query", "")
    back = _back(request, given.get("next", ""))
    if request.method != "POST":
        return render(request, "learn/following/follow.html", _asking(channel, query, back))
    try:
        subscription = (
            subscribing.follow_channel(user=person(request), key=channel, at=clock.now())
            if channel
            else subscribing.follow(user=person(request), parameters=normal.of_address(query), at=clock.now())
        )
    except subscribing.CannotFollow as problem:
        messages.error(request, str(problem))
        return redirect(back)
    messages.success(request, f"You follow {subscription.label}. Once a day at most you hear what is new in it.")
    return redirect(back)


@login_required
@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Cease to follow one of one's own subscriptions."""
    subscription = get_object_or_404(Subscription, user=person(request), pk=pk)
    subscribing.unfollow(subscription)
    messages.success(request, f"You no longer follow {subscription.label}.")
    return redirect(_back(request, request.POST.get("next", "")))


@login_required
@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """Turn mails on or off, have the address confirmed, or make the links in old mails invalid."""
    if "confirm" in request.POST:
        asked = confirming.ask(person(request), queue=services().queue, at=clock.now())
        text = (
            f"A mail is on its way to {person(request).email}."
            if asked
            else "A mail was sent a moment ago. Look for it."
        )
        messages.info(request, text)
    elif "revoke" in request.POST:
        unsubscribing.revoke_links(person(request))
        messages.success(request, "The links in the mails you have so far no longer do anything.")
    else:
        wanted = request.POST.get("digests") == "on"
        unsubscribing.want_digests(person(request), wanted=wanted, at=clock.now())
        messages.success(request, "Digests come by mail again." if wanted else "No more digests come by mail.")
    return redirect("learn:following")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """POST confirms that an address is somebody's; GET asks, since mail scanners open every link."""
    try:
        user = confirming.read(token)
    except confirming.NotConfirmed as problem:
        return render(request, "learn/following/confirm.html", {"problem": problem}, status=410)
    if request.method == "POST":
        confirming.confirm(user)
    context = {"address": user.email, "who": user, "done": request.method == "POST"}
    return render(request, "learn/following/confirm.html", context)


def _asking(channel: str, query: str, back: str) -> dict[str, Any]:
    page = naming.channel(channel) if channel else None
    label = page.name if page else naming.label(normal.normal(normal.of_address(query)))
    return {"channel": channel, "query": query, "next": back, "label": label}


def _back(request: HttpRequest, wanted: str) -> str:
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("learn:following")


def follow_address(*, channel: str = "", query: str = "", back: str = "") -> str:
    """Where somebody who is not signed in goes to follow."""
    asked = {"channel": channel, "query": query, "next": back}
    return f"{reverse('learn:follow')}?{urlencode({name: value for name, value in asked.items() if value})}"

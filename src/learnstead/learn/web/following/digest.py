"""The next digest, before it is sent; and for staff, the mails there were."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learnstead.kernel import clock
from learnstead.learn.domain.following import digests, normal, sending, unsubscribing
from learnstead.learn.models import DigestMail
from learnstead.people.web.current import person
from learnstead.ports.services import services

PER_PAGE = 50
# A mail is looked at as it is: its own styles, pictures from wherever it names them, and nothing that runs.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; sandbox allow-popups"


@login_required
@never_cache
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """What is new in what one follows since the last digest."""
    found = digests.preview(person(request), at=clock.now(), aside=services().index_aside)
    groups = [{"group": group, "address": normal.address(group.asked)} for group in found.groups] if found else []
    context = {"digest": found, "groups": groups, "mail": unsubscribing.settings_of(person(request))}
    return render(request, "learn/following/preview.html", context)


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Every digest, the latest first, and where mails go."""
    if refused := _not_staff(request):
        return refused
    page = Paginator(DigestMail.objects.select_related("user"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "learn/following/mails.html", {"page": page, "kept_in": services().mail.kept_in})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as text, and again on its way when it did not arrive."""
    if refused := _not_staff(request):
        return refused
    found = get_object_or_404(DigestMail, pk=pk)
    if request.method == "POST":
        if sending.send_again(found):
            messages.success(request, "It goes out with the next run.")
        else:
            messages.error(request, "This mail is not one that can be sent again.")
        return redirect("learn:mail", pk)
    return render(request, "learn/following/mail_page.html", {"mail": found, "kept_in": services().mail.kept_in})


@never_cache
@require_safe
def mail_as_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a mail, as a mail program shows it."""
    if refused := _not_staff(request):
        return refused
    answer = HttpResponse(get_object_or_404(DigestMail, pk=pk).html)
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


def _not_staff(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.is_staff:
        raise PermissionDenied
    return None

"""One's own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from learnstead.people.domain import accounts
from learnstead.people.web.current import person


@login_required
@sensitive_post_parameters("current", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the account; save the name or the password, by which button was pressed."""
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        save = _save_password if "change-password" in request.POST else _save_profile
        problems = save(request)
        if not problems:
            return redirect("people:account")
    context = {"problems": problems, "posted": request.POST}
    return render(request, "people/account.html", context, status=400 if problems else 200)


def _save_profile(request: HttpRequest) -> dict[str, list[str]]:
    try:
        accounts.rename(user=person(request), name=request.POST.get("name", ""), email=request.POST.get("email", ""))
    except ValidationError as problem:
        return dict(problem.message_dict)
    messages.success(request, "Your details are saved.")
    return {}


def _save_password(request: HttpRequest) -> dict[str, list[str]]:
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        return {"again": ["This is not the same as the new password."]}
    try:
        accounts.change_password(user=person(request), current=request.POST.get("current", ""), new=new)
    except accounts.PasswordRefused as problem:
        return {problem.field: problem.problems}
    update_session_auth_hash(request, person(request))
    messages.success(request, "Your password is changed. Other devices have been signed out.")
    return {}

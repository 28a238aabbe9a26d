"""Taking one's data away, and having it forgotten."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learnstead.people.domain import personal_data
from learnstead.people.web.current import person


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Say what is kept; forget it when the person says so and means it."""
    problem = ""
    if request.method == "POST":
        if request.POST.get("sure"):
            personal_data.delete(person(request))
            messages.success(request, "All of it is deleted. Your account and the courses you write are still there.")
            return redirect("people:personal-data")
        problem = "Tick the box first: this cannot be undone."
    context = {"sections": personal_data.sections(), "problem": problem}
    return render(request, "people/personal_data.html", context, status=400 if problem else 200)


@login_required
@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """One JSON file with everything."""
    answer = JsonResponse(personal_data.export(person(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer

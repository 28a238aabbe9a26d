"""The questions for learners: step by step after the first sign-in, and all on one page later."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learnstead.kernel import clock
from learnstead.learn.domain import queries
from learnstead.learn.domain.following import profiles
from learnstead.learn.models import LearnerProfile
from learnstead.people.web.current import person

# The names of the questions on each step, with its heading.
STEPS = (
    ("What interests you?", (profiles.INTERESTS,)),
    ("What are you after?", ("goals", "certificate_desired")),
    ("How do you learn?", ("current_education", "time_commitment", "delivery")),
)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, step: int = 1) -> HttpResponse:
    """One step of the questions; each is kept as it is sent, and all of it can be skipped."""
    if not 1 <= step <= len(STEPS):
        raise Http404
    heading, names = STEPS[step - 1]
    context = {"heading": heading, "step": step, "steps": len(STEPS), "before": step - 1}
    if request.method != "POST":
        return render(request, "learn/following/welcome.html", context | _form(request, names))
    if "skip" not in request.POST:
        problems = _keep(request, names)
        if problems:
            context |= _form(request, names) | {"problems": problems}
            return render(request, "learn/following/welcome.html", context, status=400)
        if step < len(STEPS):
            return redirect("learn:welcome-step", step + 1)
    profiles.finish(person(request), at=clock.now())
    return redirect("learn:recommendations")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interests(request: HttpRequest) -> HttpResponse:
    """Everything somebody said, to change it."""
    names = tuple(name for _, step in STEPS for name in step)
    if request.method == "POST":
        problems = _keep(request, names)
        if problems:
            context = _form(request, names) | {"problems": problems}
            return render(request, "learn/following/interests.html", context, status=400)
        profiles.remember_views(person(request), wanted="remembers_views" in request.POST, at=clock.now())
        messages.success(request, "Saved.")
        return redirect("learn:interests")
    return render(request, "learn/following/interests.html", _form(request, names))


def _keep(request: HttpRequest, names: tuple[str, ...]) -> dict[str, list[str]]:
    """What was sent; a question without an answer has none from now on."""
    try:
        profiles.answer(person(request), {name: request.POST.getlist(name) for name in names}, at=clock.now())
    except profiles.NotAnAnswer as problem:
        return dict(problem.fields)
    return {}


def _form(request: HttpRequest, names: tuple[str, ...]) -> dict[str, Any]:
    profile = profiles.profile_of(person(request))
    questions = [_question(one, profile, request) for one in profiles.QUESTIONS if one.name in names]
    chosen = {topic.pk for topic in profile.topic_interests.all()} if profile else set()
    topics = queries.root_topics() if profiles.INTERESTS in names else []
    return {"profile": profile, "questions": questions, "topics": topics, "chosen": chosen}


def _question(one: profiles.Question, profile: LearnerProfile | None, request: HttpRequest) -> dict[str, Any]:
    given: Any = getattr(profile, one.name) if profile else ()
    if request.method == "POST":
        given = request.POST.getlist(one.name)
    chosen = given if isinstance(given, list | tuple) else [given]
    choices = [{"code": code, "name": name, "chosen": code in chosen} for code, name in one.choices]
    return {"name": one.name, "text": one.text, "many": one.many, "choices": choices}

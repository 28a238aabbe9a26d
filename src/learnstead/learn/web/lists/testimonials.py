"""Pages on which staff keep what learners said."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock, taxonomy
from learnstead.learn.domain.lists import testimonials
from learnstead.learn.models import Testimonial
from learnstead.learn.web.lists import ordering
from learnstead.learn.web.lists.access import staff_only


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """All of them, in order; what is posted changes the order."""
    if request.method == "POST":
        ordering.change(request, Testimonial.objects.all())
        return redirect("learn:testimonials")
    return render(request, "learn/manage/testimonials.html", {"testimonials": Testimonial.objects.all()})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """One of them, or a new one."""
    said = get_object_or_404(Testimonial, pk=pk) if pk else Testimonial()
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            testimonials.save(
                said,
                quote=request.POST.get("quote", ""),
                name=request.POST.get("attestant_name", ""),
                title=request.POST.get("title", ""),
                offerors=request.POST.getlist("offerors"),
                published="published" in request.POST,
                at=clock.now(),
            )
        except ValidationError as problem:
            problems = dict(problem.message_dict)
        else:
            messages.success(request, "Saved.")
            return redirect("learn:testimonials")
    context = {"said": said, "problems": problems, "offerors": taxonomy.offerors().values()}
    return render(request, "learn/manage/testimonial.html", context, status=400 if problems else 200)


@staff_only
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one for good; to hide it is to unpublish it."""
    said = get_object_or_404(Testimonial, pk=pk)
    said.delete()
    messages.success(request, f"What {said} said is deleted.")
    return redirect("learn:testimonials")

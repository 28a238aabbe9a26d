"""The page beside the form: what is being typed, as readers will see it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.services import services
from learnstead.ports.site_build import Problem
from learnstead.studio.domain import preview as previews
from learnstead.studio.domain import serving
from learnstead.studio.domain.starters import schema_of
from learnstead.studio.models import Content, Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.forms.content_form import ContentForm
from learnstead.studio.web.serving.policies import protect_page


@require_POST
@for_site("preview")
def preview(request: HttpRequest, site: Site, content: UUID) -> HttpResponse:
    """Render an entry as its form stands; nothing is saved. Problems come with their line in the form's text."""
    entry = get_object_or_404(Content.objects.select_related("site__starter"), site=site, pk=content, deleted_at=None)
    form = ContentForm(entry, schema_of(site.starter).fields_of(entry.type))
    form.take(request.POST)
    draft = form.draft()
    edit = previews.edit_of(entry, title=draft.title, markdown=draft.markdown, metadata=draft.metadata)
    given = services()
    try:
        shown = previews.render(site=site, edit=edit, git=given.git, builder=given.builder, scratch=given.scratch)
    except (Terminal, Transient) as problem:
        status = 503 if isinstance(problem, Transient) else 200
        return JsonResponse({"url": "", "ms": 0, "problems": [{"message": str(problem)}]}, status=status)
    above = edit.text.count("\n") - draft.markdown.count("\n") if entry.is_page else 0
    url = reverse("studio:previewed", args=[site.name, shown.key]) if shown.key else ""
    problems = [_described(problem, edit.path, above) for problem in shown.problems]
    return JsonResponse({"url": url, "ms": round(shown.milliseconds), "problems": problems})


def _described(problem: Problem, path: str, above: int) -> dict[str, Any]:
    """Lines are counted from the top of the text the author sees, without the ``above`` lines of front matter."""
    here = problem.file == path
    line = problem.line - above if here and problem.line and problem.line > above else None
    return {"message": problem.message, "line": line, "file": None if here else problem.file}


@require_safe
@for_site("preview")
def page(request: HttpRequest, site: Site, key: str) -> HttpResponse:
    """The rendered page itself, for the frame beside the form."""
    html = previews.rendered(site=site, key=key, scratch=services().scratch)
    served = serving.draft_of(site.draft_token)
    if html is None or served is None:
        raise Http404("This preview is no longer kept.")
    response = HttpResponse(html)
    protect_page(response, request, served, "index.html")
    return response

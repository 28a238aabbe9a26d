"""Files on their way in: beside a form, or many at once."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.studio.domain import media
from learnstead.studio.domain.starters import Widget
from learnstead.studio.models import Content, Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.forms import ContentForm
from learnstead.studio.web.frame import show
from learnstead.studio.web.site_home import collection_of


def keep_uploads(form: ContentForm, *, by: User) -> dict[str, Any]:
    """Store the files that came with a form, and put their addresses into it.

    Returns what is known of them, for those fields that ask for it.
    """
    content = form.content
    facts: dict[str, Any] = {}
    known = {field.name for field in form.fields}
    for control in form.uploads():
        file = control.upload
        if file is None or file.file is None:
            continue
        name = f"{content.text_id.replace('-', '')}_{media.safe_name(file.name or 'file')}"
        try:
            kept = media.keep(site=content.site, name=name, file=file.file, objects=services().objects, by=by)
        except Terminal as problem:
            control.problems.append(str(problem))
            continue
        control.stored_as = f"/{content.site.url_path}/{kept.name}"
        facts |= {"file_type": kept.content_type, "file_size": kept.size}
    return {name: fact for name, fact in facts.items() if name in known}


@for_site("edit")
def upload(request: HttpRequest, site: Site, collection: str) -> HttpResponse:
    """Take files, each of which becomes an entry of its own. Scripts ask for JSON and send one file at a time."""
    found = collection_of(site, collection)
    if not any(field.widget is Widget.FILE for field in found.fields):
        raise Http404(f"Entries of “{found.label}” have no file.")
    problems: list[str] = []
    if request.method == "POST":
        made, problems = _take(request, site)
        if request.accepts("application/json") and not request.accepts("text/html"):
            return _as_json(site, made, problems)
        if made and not problems:
            messages.success(request, f"Uploaded {len(made)} file{'s' if len(made) > 1 else ''}.")
            return redirect("studio:collection", site.name, found.name)
    status = 400 if problems else 200
    here = reverse("studio:collection", args=[site.name, found.name])
    return show(request, "studio/upload.html", site, status=status, collection=found, problems=problems, here=here)


def _take(request: HttpRequest, site: Site) -> tuple[list[Content], list[str]]:
    made, problems = [], []
    for file in request.FILES.getlist("file"):
        try:
            made.append(_one(request, site, file))
        except Terminal as problem:
            problems.append(str(problem))
    return made, problems if made or problems else ["Choose a file first."]


def _one(request: HttpRequest, site: Site, file: UploadedFile) -> Content:
    if file.file is None:
        raise Terminal(f"{file.name} did not arrive whole; try again.")
    return media.upload(
        site=site,
        name=file.name or "file",
        file=file.file,
        by=person(request),
        objects=services().objects,
        queue=services().queue,
        at=clock.now(),
    )


def _as_json(site: Site, made: list[Content], problems: list[str]) -> JsonResponse:
    if problems:
        return JsonResponse({"problem": " ".join(problems)}, status=400)
    first = made[0]
    answer: dict[str, Any] = {"url": reverse("studio:edit", args=[site.name, first.pk]), "title": str(first)}
    return JsonResponse(answer, status=201)

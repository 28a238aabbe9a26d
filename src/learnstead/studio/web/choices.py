"""What typing in a form's search boxes finds, as JSON."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse

from learnstead.studio.domain import related
from learnstead.studio.domain.starters import schema_of
from learnstead.studio.models import Content, Site
from learnstead.studio.web.access import for_site
from learnstead.studio.web.forms import ContentForm
from learnstead.studio.web.forms.relations import Ordered


@for_site("view")
def choices(request: HttpRequest, site: Site, type: str) -> JsonResponse:  # noqa: A002 - the address's word
    """Candidates for one relation field of a type: ``?field=f.resources&q=words``."""
    schema = schema_of(site.starter)
    content = Content(site=site, type=type, is_page=schema.collection(type) is not None)
    controls = ContentForm(content, schema.fields_of(type)).controls
    wanted = request.GET.get("field", "")
    control = next((found for one in controls if (found := one.find(wanted))), None)
    if not isinstance(control, Ordered):
        return JsonResponse({"choices": [], "problem": f"“{wanted}” is not a field that points at other content."})
    candidates = control.candidates(request.GET.get("q", "").strip())
    return JsonResponse({"choices": [asdict(item) for item in candidates]})


@for_site("view")
def linkable(request: HttpRequest, site: Site) -> JsonResponse:
    """Entries that Markdown can link or embed: ``?types=page resource&kind=Image&q=words``."""
    found = related.linkable(
        site=site,
        types=request.GET.get("types", "").split(),
        text=request.GET.get("q", "").strip(),
        kind=request.GET.get("kind", ""),
    )
    return JsonResponse({"choices": [asdict(one) for one in found]})

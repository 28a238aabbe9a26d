"""Lists to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from learnstead.learn.domain.lists import cartridge, listing, userlists
from learnstead.learn.models import UserList
from learnstead.people.models import User
from learnstead.ports.services import services


@require_safe
def download(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A list of mine, or one that is shared, as a table (``csv``) or as a thin Common Cartridge (``imscc``)."""
    found = _readable(request, token)
    rows = list(found.items.select_related("resource").order_by("position", "pk"))
    cards = [entry.card for entry in listing.entries(rows) if entry.card]
    lines = cartridge.lines(cards, site=services().url)
    if kind == "csv":
        content: str | bytes = "\ufeff" + cartridge.table(lines)  # so that spreadsheets take it for UTF-8
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    else:
        content = cartridge.thin_cartridge(key=found.token, title=found.title, items=lines)
        response = HttpResponse(content, content_type="application/vnd.ims.imsccv1p3")
    response["Content-Disposition"] = f'attachment; filename="{slugify(found.title) or "list"}.{kind}"'
    return response


def _readable(request: HttpRequest, token: str) -> UserList:
    mine = userlists.of(request.user).filter(token=token).first() if isinstance(request.user, User) else None
    found = mine or userlists.shared(token)
    if found is None:
        raise Http404
    return found

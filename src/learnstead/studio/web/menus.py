"""The menu editor: a nested list that is arranged by buttons, by dragging, or by both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.studio.domain import collections, contents, menu_tree, menus, permissions, related
from learnstead.studio.domain.starters import Field, schema_of
from learnstead.studio.models import Content, Site
from learnstead.studio.web.frame import show

MOVES: dict[str, Callable[[Sequence[menu_tree.Entry], str], list[menu_tree.Entry]]] = {
    "up": menu_tree.up,
    "down": menu_tree.down,
    "indent": menu_tree.indent,
    "outdent": menu_tree.outdent,
    "drop": menu_tree.without,
}
SAID = {"up": "Moved up.", "down": "Moved down.", "indent": "Moved in.", "outdent": "Moved out.", "drop": "Removed."}
OUTSIDE = ("https://", "http://", "mailto:", "/")


def edit_menu(request: HttpRequest, content: Content, field: Field) -> HttpResponse:
    """Show the menu, carry out a button, or save it. Called by the view that found the entry."""
    stored = content.metadata.get(field.name, [])
    if request.method != "POST":
        return _page(request, content, field, menu_tree.read(stored))
    permissions.check_may(request.user, "edit", content.site)
    entries = _posted(request.POST, stored)
    if command := request.POST.get("do"):
        return _did(request, content, field, entries, command)
    return _save(request, content, field, entries)


def _posted(data: QueryDict, stored: object) -> list[menu_tree.Entry]:
    """The entries as the form has them; what a form cannot show of an entry comes from the stored list."""
    before = {entry.identifier: entry.stored for entry in menu_tree.read(stored)}
    columns = (data.getlist(f"m.{column}") for column in ("identifier", "name", "parent", "target"))
    rows = []
    for identifier, name, parent, target in zip(*columns, strict=False):
        kept = before.get(identifier) or _leading_to(target)
        rows.append(menu_tree.Entry(identifier=identifier, name=name.strip(), parent=parent, stored=kept))
    return menu_tree.in_order(rows)


def _leading_to(target: str) -> dict[str, str]:
    return {"pageRef": target} if target.startswith("/") else {"url": target}


def _did(
    request: HttpRequest, content: Content, field: Field, entries: list[menu_tree.Entry], command: str
) -> HttpResponse:
    verb, _, argument = command.partition(":")
    found, said, problem = None, SAID.get(verb, ""), ""
    if verb in MOVES:
        entries = MOVES[verb](entries, argument)
    elif verb == "place":
        identifier, _, goal = argument.partition(":")
        kind, _, other = goal.partition(":")
        entries, said = menu_tree.place(entries, identifier, **{kind: other}), "Moved."
    elif verb == "find":
        text = request.POST.get("m.find", "")
        found = related.linkable(site=content.site, types=_page_types(content.site), text=text)
        said = f"{len(found)} found."
    elif verb == "page":
        entries, said = _with_page(content.site, entries, argument), "Added at the end."
    elif verb == "link":
        entries, problem = _with_link(entries, request.POST)
        said = "" if problem else "Added at the end."
    return _page(request, content, field, entries, found=found, said=said, problem=problem)


def _page_types(site: Site) -> list[str]:
    return [one.name for one in schema_of(site.starter).collections if one.folder and one.name != "external-resource"]


def _with_page(site: Site, entries: list[menu_tree.Entry], text_id: str) -> list[menu_tree.Entry]:
    page = collections.entries(site=site).filter(text_id=text_id).first()
    if page is None or any(entry.identifier == text_id for entry in entries):
        return entries
    folder = page.dirpath.removeprefix(schema_of(site.starter).content_dir).strip("/")
    stored = {"pageRef": f"/{folder}/{page.filename}".replace("//", "/")}
    return [*entries, menu_tree.Entry(identifier=text_id, name=page.title, stored=stored)]


def _with_link(entries: list[menu_tree.Entry], data: QueryDict) -> tuple[list[menu_tree.Entry], str]:
    name, url = data.get("m.link-name", "").strip(), data.get("m.link-url", "").strip()
    if not name or not url.startswith(OUTSIDE):
        return entries, "A link needs a name, and an address that starts with https://."
    return [*entries, menu_tree.Entry(identifier=f"external-{uuid4()}", name=name, stored={"url": url})], ""


def _save(request: HttpRequest, content: Content, field: Field, entries: list[menu_tree.Entry]) -> HttpResponse:
    version = request.POST.get("version", "")
    stored = content.metadata.get(field.name, [])
    try:
        menus.save(
            content=content,
            by=person(request),
            at=clock.now(),
            queue=services().queue,
            expected_version=int(version) if version.isdecimal() else content.version,
            field=field.name,
            items=menu_tree.write(entries, stored),
        )
    except contents.Conflict as problem:
        who = problem.theirs.updated_by or "Someone else"
        said = (
            f"{who} saved this menu while you were arranging it. Yours is below; theirs is under History. "
            "Saving again puts yours in its place."
        )
        return _page(request, content, field, entries, problem=said, version=problem.theirs.version, status=409)
    except Terminal as problem:
        return _page(request, content, field, entries, problem=str(problem), status=400)
    messages.success(request, "Saved the menu.")
    return redirect(reverse("studio:settings", args=[content.site.name, content.type]))


def _label(content: Content, field: Field) -> str:
    single = schema_of(content.site.starter).singleton(content.type)
    return single.label if single else field.label


def _page(  # noqa: PLR0913 - what one page shows
    request: HttpRequest,
    content: Content,
    field: Field,
    entries: Sequence[menu_tree.Entry],
    *,
    found: Sequence[related.Related] | None = None,
    said: str = "",
    problem: str = "",
    version: int | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.POST.get("version", "")
    context = {
        "content": content,
        "heading": _label(content, field),
        "entries": [replace(entry, depth=min(entry.depth, 8)) for entry in entries],
        "found": found,
        "said": said,
        "problem": problem,
        "find": request.POST.get("m.find", "") if found is not None else "",
        "fresh": content._state.adding,  # noqa: SLF001 - Django's own way to ask
        "version": version if version is not None else posted if posted.isdecimal() else content.version,
        "may_save": permissions.may(request.user, "edit", content.site),
    }
    if request.headers.get("X-Fragment"):
        return render(request, "studio/_menu.html", {**context, "site": content.site})
    return show(request, "studio/menu.html", content.site, status=status, **context)

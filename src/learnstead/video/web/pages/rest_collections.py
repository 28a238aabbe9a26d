"""Collections as JSON, for scripts of people who are signed in; they see and change what the pages let them."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from learnstead.kernel import clock, untrusted
from learnstead.people.models import User
from learnstead.people.web.current import person
from learnstead.video.domain import access, collections, originals
from learnstead.video.domain.collections import Details, NotSaved
from learnstead.video.domain.public_list import moment
from learnstead.video.models import Collection
from learnstead.video.web.pages.asked import private, uuid_of
from learnstead.video.web.pages.json_lists import BOOLEAN, page_of, refused
from learnstead.video.web.pages.listing import SWITCHES
from learnstead.video.web.pages.named_groups import LIST, BadNames, are_texts, ids_of

LARGEST = 100_000
TEXTS, GROUPS = ("title", "description", "stream_source", "edx_course_id"), ("view_groups", "admin_groups")
TEXT = "It has to be text."
YEARS = "It has to be a whole number of years, or null for ever."


@require_http_methods(["GET", "HEAD", "POST"])
def collection_list(request: HttpRequest) -> HttpResponse:
    """The collections that are listed to this person; POST makes one."""
    if not isinstance(request.user, User):
        return refused(HTTPStatus.UNAUTHORIZED, "Sign in first.")
    if request.method != "POST":
        shown = collections.listing(request.user, text=request.GET.get("search", "").replace("\x00", ""))
        return page_of(request, shown, lambda found: [_collection(one) for one in found])
    if not access.may_begin(request.user):
        return refused(HTTPStatus.FORBIDDEN, "You may not start collections; staff can allow it.")
    return _saved(request, None)


@require_http_methods(["GET", "HEAD", "PATCH"])
def collection_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One collection; who runs it and which groups may watch is told to those who may change it only. PATCH does."""
    found = Collection.objects.filter(key=uuid_of(key)).select_related("owner").first()
    if found is None or not access.may_open(request.user, found):
        return refused(HTTPStatus.NOT_FOUND, "There is no such collection, or not for you.")
    edits = access.may_edit(request.user, found)
    if request.method != "PATCH":
        told = _collection(found) | {"videos_count": collections.videos(found, request.user).count()}
        return private(JsonResponse(told | (_for_editors(found) if edits else {})))
    if not edits:
        return refused(HTTPStatus.FORBIDDEN, "Only those who run the collection may change it.")
    return _saved(request, found)


def _saved(request: HttpRequest, collection: Collection | None) -> HttpResponse:
    """Make or change a collection as the body says; what it does not name stays."""
    user, at = person(request), clock.now()
    try:
        details = _details(request, collection)
        if collection:
            made = collections.change(collection=collection, details=details, by=user, at=at)
        else:
            made = collections.create(details=details, by=user, at=at)
    except NotSaved as problem:
        return private(JsonResponse(problem.problems, status=HTTPStatus.BAD_REQUEST))
    except untrusted.BadPayload as problem:
        return refused(HTTPStatus.BAD_REQUEST, str(problem))
    status = HTTPStatus.OK if collection else HTTPStatus.CREATED
    return private(JsonResponse(_collection(made) | _for_editors(made), status=status))


def _details(request: HttpRequest, before: Collection | None) -> Details:
    sent = dict(untrusted.object_of(request.body, at_most=LARGEST))
    if sent.get("stream_source", "") is None:
        sent["stream_source"] = ""  # as it is told
    old = before or Collection()
    named = (*TEXTS, *SWITCHES, "embed_domains", "originals_years")
    values = {name: sent.get(name, getattr(old, name)) for name in named}
    problems = {name: [TEXT] for name in TEXTS if not isinstance(values[name], str)}
    problems |= {name: [BOOLEAN] for name in SWITCHES if not isinstance(values[name], bool)}
    problems |= {name: [LIST] for name in ("embed_domains",) if not are_texts(values[name])}
    if not _is_count(values["originals_years"]):
        problems["originals_years"] = [YEARS]
    for name in GROUPS:
        values[name] = _groups(request, before, name, sent, problems)
    if problems:
        raise NotSaved(problems)
    cleaned = {name: values[name].replace("\x00", "") for name in TEXTS}
    return Details(**values | cleaned)


def _groups(
    request: HttpRequest, before: Collection | None, name: str, sent: dict[str, Any], problems: dict[str, list[str]]
) -> list[int]:
    """Ids of groups that are named, of those that the pages would offer, too."""
    kept = {one: set(getattr(before, one).values_list("pk", flat=True)) for one in GROUPS} if before else {}
    if name not in sent:
        return sorted(kept.get(name, ()))
    try:
        return ids_of(request, sent[name], kept=set().union(*kept.values()))
    except BadNames as problem:
        problems[name] = [str(problem)]
        return []


def _is_count(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _for_editors(one: Collection) -> dict[str, Any]:
    return {
        "owner": one.owner.username,
        "view_groups": [group.name for group in one.view_groups.all()],
        "admin_groups": [group.name for group in one.admin_groups.all()],
        "edx_course_id": one.edx_course_id,
        "embed_domains": one.embed_domains,
        "allow_share_openedx": one.allow_share_openedx,
        "mail_admins": one.mail_admins,
        "bytes": originals.bytes_of(one),
        "quota": one.quota,
        "originals_years": one.originals_years,
    }


def _collection(one: Collection) -> dict[str, Any]:
    told = {
        "key": one.hexkey,
        "title": one.title,
        "slug": one.slug,
        "description": one.description,
        "is_public": one.is_public,
        "is_logged_in_only": one.is_logged_in_only,
        "include_in_learn": one.include_in_learn,
        "for_shorts": one.for_shorts,
        "stream_source": one.stream_source or None,
        "created_at": moment(one.created_at),
        "updated_at": moment(one.updated_at),
    }
    return told | ({"videos_count": one.videos_count} if hasattr(one, "videos_count") else {})

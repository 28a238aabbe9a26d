"""Sites: starting one, finding one, and where it will be published."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.kernel.slugs import slug_for
from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.studio.domain import changes
from learnstead.studio.domain.addresses import SHORT_ID, first_free, problem_with_url_path, url_path_for
from learnstead.studio.domain.permissions import check_may
from learnstead.studio.domain.serialisation import path_of, text_of
from learnstead.studio.domain.starters import Field, SingleFile, SiteSchema, Widget, schema_of
from learnstead.studio.domain.writing import write
from learnstead.studio.models import Content, Site, Starter

NAME_LENGTH = 255
LIVE_METADATA = "sitemetadata"


class NoSuchSite(Terminal):
    """No site has this name or short id."""


class SiteRefused(Terminal):
    """A site cannot be started, or cannot move; the text says what to choose instead."""


def find(slug: str) -> Site:
    """The site with this name or short id."""
    for field in ("name", "short_id"):
        if site := Site.objects.select_related("starter", "live", "draft").filter(**{field: slug}).first():
            return site
    raise NoSuchSite(f"there is no course {slug!r}; 'learnstead course list' shows all names and short ids")


def default_of(field: Field) -> Any:
    """What a new entry has in this field, or None when the key is left out."""
    if field.widget is Widget.OBJECT:
        nested = {inner.name: default_of(inner) for inner in field.fields}
        return {name: value for name, value in nested.items() if value is not None} or None
    return field.default


@transaction.atomic
def create_site(*, title: str, short_id: str, starter: Starter, by: User, queue: Queue) -> Site:
    """Start a site with its single files and their defaults; its owner is ``by``. The first commit follows."""
    check_may(by, "create")
    if not title.strip():
        raise SiteRefused("a course needs a title")
    if not SHORT_ID.fullmatch(short_id) or not slug_for(short_id):
        raise SiteRefused(f"{short_id!r} cannot be a short id; use letters, digits, '.', '_' and '-'")
    if Site.objects.filter(short_id__iexact=short_id).exists():
        raise SiteRefused(f"the short id {short_id!r} is taken; choose another")
    schema = schema_of(starter)
    site = add_row(schema=schema, starter=starter, short_id=short_id, title=title.strip(), owner=by)
    contents = [_single_content(site, single, by) for single in schema.singletons()]
    Content.objects.bulk_create(contents)
    files = {path_of(content): text_of(content) for content in contents}
    changes.record(site=site, by=by, message=f"Start {site.title}", files=files, queue=queue)
    return site


def add_row(*, schema: SiteSchema, starter: Starter, short_id: str, title: str, owner: User | None) -> Site:
    """Insert a site under the first free name that its short id suggests."""
    name = first_free(slug_for(short_id, length=NAME_LENGTH), _names_taken(), length=NAME_LENGTH)
    url_path = url_path_for(schema, name)
    if problem := problem_with_url_path(url_path):
        raise SiteRefused(f"the short id {short_id!r} is not free: {problem}")
    return Site.objects.create(
        name=name, short_id=short_id, title=title, starter=starter, url_path=url_path, owner=owner
    )


def _names_taken() -> set[str]:
    rows = Site.objects.values_list("name", "url_path")
    return {word for name, url_path in rows for word in (name, url_path.rpartition("/")[2])}


def _single_content(site: Site, single: SingleFile, by: User) -> Content:
    folder, _, filename = single.file.rpartition("/")
    metadata: dict[str, Any] = {field.name: default_of(field) for field in single.fields}
    metadata = {name: value for name, value in metadata.items() if value is not None}
    metadata.update({field.name: [] for field in single.fields if field.widget is Widget.MENU})
    if single.name == LIVE_METADATA:
        metadata.update(facts_of(site), course_title=site.title, title=single.label)
    return Content(
        site=site,
        text_id=single.name,
        type=single.name,
        title=single.label,
        metadata=metadata,
        is_page=False,
        dirpath=folder,
        filename=filename,
        updated_by=by,
    )


def facts_of(site: Site) -> dict[str, str]:
    """What the course metadata file says about the site itself."""
    return {"site_uid": str(site.pk), "site_short_id": site.short_id, "site_url_path": site.url_path}


@transaction.atomic
def move(*, site: Site, url_path: str, by: User, queue: Queue) -> Site:
    """Choose where the site is published; not once it has been live."""
    check_may(by, "publish", site)
    site = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    url_path = url_path.strip("/")
    if url_path == site.url_path:
        return site
    if site.first_live_at:
        raise SiteRefused(f"{site.title!r} was published at '{site.url_path}' and stays there; links point at it")
    if problem := problem_with_url_path(url_path):
        raise SiteRefused(problem)
    if Site.objects.filter(url_path=url_path).exists():
        raise SiteRefused(f"'{url_path}' is taken by another course; choose another address")
    old, site.url_path = site.url_path, url_path
    site.save(update_fields=["url_path", "updated_at"])
    files = _addresses_follow(site, old, by)
    changes.record(site=site, by=by, message=f"Move the course to {url_path}", files=files, queue=queue)
    return site


def _addresses_follow(site: Site, old: str, by: User) -> dict[str, str | None]:
    """Bring the facts in the course metadata, and the addresses of uploaded files, up to date."""
    schema = schema_of(site.starter)
    fields = [f.name for one in schema.collections for f in one.fields if f.widget is Widget.FILE]
    moved = Q(text_id=LIVE_METADATA)
    for name in dict.fromkeys(fields):
        moved |= Q(**{f"metadata__{name}__startswith": f"/{old}/"})
    files: dict[str, str | None] = {}
    for content in Content.objects.select_for_update().filter(moved, site=site, deleted_at=None):
        content.metadata = with_facts(content.metadata, site)
        for name in fields:
            address = content.metadata.get(name)
            if isinstance(address, str) and address.startswith(f"/{old}/"):
                content.metadata[name] = f"/{site.url_path}/{address.removeprefix(f'/{old}/')}"
        files |= write(content, by=by, at=clock.now())
    return files


def with_facts(metadata: Mapping[str, Any], site: Site) -> dict[str, Any]:
    """Course metadata whose facts about the site are up to date; facts it does not state stay unstated."""
    return {key: facts_of(site).get(key, value) for key, value in metadata.items()}

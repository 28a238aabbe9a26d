"""Harmless material for playing a flow through for real: a page, someone who may edit it, an edit nobody sees."""

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.studio.domain import sites
from learnstead.studio.models import Change, Content, Site


class NothingToRehearse(Terminal):
    """The installation lacks what the flow needs; the text says what."""


def site_called(slug: str | None) -> Site:
    """The course of this name, or any that has a page."""
    if slug:
        return sites.find(slug)
    page = Content.objects.filter(is_page=True, type="page", deleted_at=None).order_by("site__name").first()
    if page is None:
        raise NothingToRehearse("there is no course with a page yet; import one with 'learnstead course import'")
    return sites.find(page.site.name)


def page_of(site: Site) -> Content:
    """An ordinary page of the site."""
    page = Content.objects.filter(site=site, is_page=True, type="page", deleted_at=None).order_by("filename").first()
    if page is None:
        raise NothingToRehearse(f"{site.title!r} has no page to edit")
    return page


def editor_of(site: Site) -> User:
    """Its owner, or an administrator."""
    person = site.owner or User.objects.filter(is_staff=True, is_active=True).order_by("pk").first()
    if person is None:
        raise NothingToRehearse("nobody may edit this course; 'learnstead manage createsuperuser' makes an account")
    return person


def is_in_git(site_id: str) -> bool:
    """Whether every saved edit of the site has been committed."""
    return not Change.objects.filter(site_id=site_id, commit="").exists()

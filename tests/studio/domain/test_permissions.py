"""Six kinds of people, and what each may do."""

import pytest
from django.contrib.auth.models import AnonymousUser

from learnstead.people.models import User
from learnstead.studio.domain import permissions
from learnstead.studio.models import Membership, Site, Starter

pytestmark = pytest.mark.django_db
EDITOR = {"view", "preview", "edit"}
ADMIN = EDITOR | {"publish", "collaborate", "sitemetadata"}


@pytest.fixture
def site() -> Site:
    starter = Starter.objects.create(slug="s", name="S", source="", config={})
    owner = User.objects.create_user("owner", may_create_sites=True)
    return Site.objects.create(name="c", short_id="c", title="C", starter=starter, url_path="courses/c", owner=owner)


def person(kind: str, site: Site) -> User | AnonymousUser:
    if kind == "nobody":
        return AnonymousUser()
    if kind == "owner":
        return site.owner
    user = User.objects.create_user(kind, may_create_sites=kind == "author", is_staff=kind == "staff")
    if kind in {"editor", "admin"}:
        Membership.objects.create(site=site, user=user, role=kind)
    return user


@pytest.mark.parametrize(
    ("kind", "allowed", "creates"),
    [
        ("nobody", set(), False),
        ("learner", set(), False),
        ("author", set(), True),
        ("editor", EDITOR, False),
        ("admin", ADMIN, False),
        ("owner", ADMIN, True),
        ("staff", ADMIN, True),
    ],
)
def test_everyone_may_do_what_their_role_says(site: Site, kind: str, allowed: set[str], creates: bool) -> None:
    user = person(kind, site)
    assert {action for action in permissions.ACTIONS if permissions.may(user, action, site)} == allowed
    assert permissions.may(user, "create") is creates


def test_a_person_who_left_may_do_nothing(site: Site) -> None:
    site.owner.is_active = False
    assert not permissions.may(site.owner, "view", site)


def test_a_refusal_says_what_was_refused(site: Site) -> None:
    with pytest.raises(permissions.Forbidden, match="bo may not publish this course"):
        permissions.check_may(User.objects.create_user("bo"), "publish", site)

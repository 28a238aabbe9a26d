"""Pages to try: a course with an editor, and browsers that are signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.studio.domain import contents
from learnstead.studio.models import Content, Membership, Site

MakePage = Callable[..., Content]


@pytest.fixture
def eve(site: Site) -> User:
    """An editor of the course."""
    user = User.objects.create_user("eve", "eve@example.org", name="Eve Editor")
    Membership.objects.create(site=site, user=user, role=Membership.Role.EDITOR)
    return user


@pytest.fixture
def browser(client: Client, ada: User) -> Client:
    """Ada's browser."""
    client.force_login(ada)
    return client


@pytest.fixture
def make_page(site: Site, ada: User, queue: ProcrastinateQueue) -> MakePage:
    """Store an entry: a page unless told otherwise."""

    def make(title: str = "Rain", *, kind: str = "page", markdown: str = "It rains.\n", **metadata: object) -> Content:
        folder = {"page": "content/pages", "resource": "content/resources"}[kind]
        content = Content(site=site, type=kind, dirpath=folder)
        required = {"description": "On rain.", "license": "https://creativecommons.org/licenses/by/4.0/"}
        return contents.create(
            content=content,
            by=ada,
            at=clock.now(),
            queue=queue,
            title=title,
            markdown=markdown,
            metadata={**required, **metadata},
        )

    return make

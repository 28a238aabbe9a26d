"""Django's admin for courses opens, and leaves what happened alone."""

import pytest
from django.test import Client

from learnstead.people.models import User
from learnstead.studio.models import Change, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("model", ["site", "membership", "starter", "build", "change"])
def test_every_list_opens(root: Client, site: Site, model: str) -> None:
    assert root.get(f"/admin/studio/{model}/").status_code == 200


def test_what_happened_cannot_be_edited(root: Client, site: Site) -> None:
    change = Change.objects.get(site=site)
    assert root.get(f"/admin/studio/change/{change.pk}/change/").status_code == 200
    assert root.post(f"/admin/studio/change/{change.pk}/change/", {"message": "x"}).status_code == 403
    assert root.get("/admin/studio/site/add/").status_code == 403

"""Collections and videos in Django's admin."""

import pytest

from learnstead.people.models import Group, User
from learnstead.video.models import Collection, Video
from tests.video.cast import NOON, collection, person, video

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client) -> User:
    user = person("root", is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def test_a_collection_can_be_made_and_its_owner_changed(client, root):
    form = {"title": "Tides", "owner": root.pk, "embed_domains": "[]"}
    assert client.post("/admin/video/collection/add/", form).status_code == 302
    made = Collection.objects.get()
    assert made.created_at == made.updated_at
    other = person("other")
    client.post(f"/admin/video/collection/{made.pk}/change/", form | {"owner": other.pk})
    assert Collection.objects.get().owner == other


def test_a_change_moves_the_date_so_that_readers_of_the_list_are_told(client, root):
    one = video(collection(root))
    form = {"title": "Ebb", "collection": one.collection.pk, "is_public": "on"}
    assert client.post(f"/admin/video/video/{one.pk}/change/", form).status_code == 302
    assert Video.objects.get(title="Ebb", is_public=True).updated_at > NOON


def test_members_of_a_provider_s_group_are_not_typed_in(client, root):
    ours, theirs = (Group.objects.create(name="editors", issuer=issuer) for issuer in ("", "https://id.example.org"))
    pages = [client.get(f"/admin/people/group/{one.pk}/change/").content for one in (ours, theirs)]
    assert [b"memberships-0-user" in page or b"memberships-__prefix__-user" in page for page in pages] == [True, False]

"""Who may watch what: every person of the cast before every kind of video."""

import pytest

from learnstead.video.domain import access, sharing
from learnstead.video.models import Video
from tests.video.cast import NOON, anonymous, collection, group, person, video

pytestmark = pytest.mark.django_db
RUNS = {"owner", "admin", "superuser"}
KNOWN = RUNS | {"viewer", "guest", "staff", "outsider"}
EVERYBODY = KNOWN | {"anonymous", "closed"}
MATRIX = {
    "public": EVERYBODY,
    "plain": RUNS | {"viewer"},
    "private": RUNS,
    "private, with groups": RUNS,
    "for everybody signed in": KNOWN,
    "with groups of its own": RUNS | {"guest"},
    "in a collection for everybody signed in": KNOWN,
    "private there": RUNS,
    "deleted": RUNS,
    "deleted, was public": RUNS,
}


@pytest.fixture
def cast():
    viewers, guests, admins = group("viewers"), group("guests"), group("admins")
    return {
        "anonymous": anonymous(),
        "outsider": person("outsider", groups=(group("others"),)),
        "viewer": person("viewer", groups=(viewers,)),
        "guest": person("guest", groups=(guests,)),
        "admin": person("admin", groups=(admins,)),
        "owner": person("owner"),
        "staff": person("staff", is_staff=True),
        "superuser": person("superuser", is_superuser=True),
        "closed": person("closed", groups=(admins, viewers), is_active=False),
    }


@pytest.fixture
def shown(cast):
    viewers, guests, admins = group("viewers"), group("guests"), group("admins")
    inside = collection(cast["owner"], view=(viewers,), admins=(admins,))
    known = collection(cast["owner"], admins=(admins,), is_logged_in_only=True)
    return {
        "public": video(inside, is_public=True),
        "plain": video(inside),
        "private": video(inside, is_private=True),
        "private, with groups": video(inside, is_private=True, view=(guests,)),
        "for everybody signed in": video(inside, is_logged_in_only=True),
        "with groups of its own": video(inside, view=(guests,)),
        "in a collection for everybody signed in": video(known),
        "private there": video(known, is_private=True),
        "deleted": video(inside, deleted_at=NOON),
        "deleted, was public": video(inside, is_public=True, deleted_at=NOON),
    }


def test_each_person_may_watch_what_the_rules_say_and_nothing_else(cast, shown):
    asked_one_by_one = {
        name: {who for who, one in cast.items() if access.may_watch(one, subject)} for name, subject in shown.items()
    }
    lists = {who: set(access.watchable(one).values_list("pk", flat=True)) for who, one in cast.items()}
    from_lists = {name: {who for who in cast if subject.pk in lists[who]} for name, subject in shown.items()}
    assert asked_one_by_one == MATRIX
    assert from_lists == MATRIX


def test_only_the_owner_admins_and_superusers_may_change_a_collection(cast, shown):
    assert {who for who, one in cast.items() if access.may_edit(one, shown["plain"].collection)} == RUNS
    with pytest.raises(access.Forbidden, match="may not change"):
        access.check_may_edit(cast["staff"], shown["plain"].collection)


def test_a_collection_is_listed_to_those_who_run_it_or_whose_group_may_watch(cast, shown):
    inside = shown["plain"].collection
    assert {who for who, one in cast.items() if inside in access.listed(one)} == RUNS | {"viewer"}
    # Whoever may watch something in it may open its page.
    assert {who for who, one in cast.items() if access.may_open(one, inside)} == EVERYBODY


def test_a_collection_without_anything_public_is_closed_to_strangers(cast, shown):
    shown["public"].delete()
    shown["for everybody signed in"].delete()
    opens = {who for who, one in cast.items() if access.may_open(one, shown["plain"].collection)}
    assert opens == RUNS | {"viewer", "guest"}


def test_a_link_opens_one_video_until_it_ends_or_is_taken_back(cast, shown):
    private, other = shown["private"], shown["plain"]
    by = cast["owner"]
    link = sharing.share(video=private, by=by, at=NOON, expires_at=NOON.replace(hour=13))
    token = sharing.token(link)
    found = sharing.link_of(token, video=private, at=NOON)
    assert access.may_watch(cast["anonymous"], private, link=found)
    assert not access.may_watch(cast["anonymous"], other, link=found)
    assert sharing.link_of(token, video=other, at=NOON) is None
    assert sharing.link_of(token, video=private, at=NOON.replace(hour=13)) is None
    assert sharing.link_of(token[:-1] + "x", video=private, at=NOON) is None
    assert sharing.link_of(link.pk.hex, video=private, at=NOON) is None
    assert sharing.revoke(video=other, link=str(link.pk), at=NOON) == 0
    assert sharing.revoke(video=private, link=str(link.pk), at=NOON) == 1
    assert sharing.link_of(token, video=private, at=NOON) is None


def test_a_link_to_a_deleted_video_opens_nothing(cast, shown):
    link = sharing.share(video=shown["deleted"], by=cast["owner"], at=NOON, expires_at=None)
    assert not access.may_watch(cast["anonymous"], shown["deleted"], link=link)


@pytest.mark.parametrize("year", [2025, 2028])
def test_a_link_cannot_end_in_the_past_or_in_years(cast, shown, year):
    with pytest.raises(sharing.BadExpiry):
        sharing.share(video=shown["plain"], by=cast["owner"], at=NOON, expires_at=NOON.replace(year=year))


def test_rules_cost_one_question_for_any_number_of_videos(cast, shown, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(access.watchable(cast["viewer"]))
    assert Video.objects.count() == len(shown)

"""Who gets what over HTTP: every person of the cast, every address, every kind of video. Nothing leaks."""

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.people.models import Group
from learnstead.ports.services import services
from learnstead.video.domain import sharing
from learnstead.video.models import Collection, Video
from tests.video.cast import NOON, caption, collection, group, person, video

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
RUNS = {"owner", "admin", "superuser"}
WATCHES = {
    "public": RUNS | {"viewer", "outsider", "staff", "anonymous"},
    "plain": RUNS | {"viewer"},
    "private": RUNS,
    "known": RUNS | {"viewer", "outsider", "staff"},
    "deleted": RUNS,
}


@pytest.fixture
def people():
    viewers, admins = group("viewers"), group("admins")
    return {
        "anonymous": None,
        "outsider": person("outsider"),
        "viewer": person("viewer", groups=(viewers,)),
        "staff": person("staff", is_staff=True),
        "admin": person("admin", groups=(admins,)),
        "owner": person("owner"),
        "superuser": person("superuser", is_superuser=True),
    }


@pytest.fixture
def lectures(people) -> Collection:
    return collection(people["owner"], view=(group("viewers"),), admins=(group("admins"),))


@pytest.fixture
def shown(lectures) -> dict[str, Video]:
    return {
        "public": video(lectures, is_public=True),
        "plain": video(lectures),
        "private": video(lectures, is_private=True),
        "known": video(lectures, is_logged_in_only=True),
        "deleted": video(lectures, is_public=True, deleted_at=NOON),
    }


@pytest.fixture
def clients(people) -> dict[str, Client]:
    made = {}
    for name, one in people.items():
        made[name] = Client()
        if one:
            made[name].force_login(one)
    return made


def let_in(clients, address: str, *, method: str = "get", good: tuple[int, ...] = (200,), **sent) -> set[str]:
    """Those who are answered well. All others are sent to sign in, or told no or nothing."""
    answers = {who: getattr(client, method)(address, **sent) for who, client in clients.items()}
    turned_away = {who: answer for who, answer in answers.items() if answer.status_code not in good}
    for who, answer in turned_away.items():
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        assert to_sign_in or answer.status_code in {401, 403, 404}, (who, address, answer.status_code)
    return {
        who
        for who, answer in answers.items()
        if who not in turned_away and not answer.headers.get("Location", "").startswith("/sign-in/")
    }


@pytest.mark.parametrize("kind", WATCHES)
def test_pages_players_files_and_json_are_for_those_who_may_watch(clients, shown, kind):
    place = f"/videos/{shown[kind].hexkey}/"
    assert let_in(clients, place) == WATCHES[kind]
    living = set() if kind == "deleted" else WATCHES[kind]
    assert let_in(clients, f"{place}embed/") == living
    assert let_in(clients, f"/api/v0{place}") == living
    assert let_in(clients, f"{place}download", good=(302,)) == living


def test_what_changes_a_video_is_for_those_who_run_its_collection(clients, shown):
    place = f"/videos/{shown['public'].hexkey}/"
    for page in ("edit/", "share/", "captions/", "analytics/"):
        assert let_in(clients, f"{place}{page}") == RUNS, page
    for action in ("edit/", "share/", "share/take-back/"):
        assert let_in(clients, f"{place}{action}", method="post", good=(200, 302, 400)) == RUNS, action
    json = {"data": "{}", "content_type": "application/json"}
    assert let_in(clients, f"/api/v0{place}", method="patch", **json) == RUNS
    outsiders = {who: client for who, client in clients.items() if who not in RUNS}
    assert let_in(outsiders, f"{place}delete/", method="post", good=(302,)) == set()
    assert let_in(outsiders, f"/api/v0{place}", method="delete", good=(204,)) == set()
    assert Video.objects.get(pk=shown["public"].pk).deleted_at is None


def test_what_changes_a_collection_is_for_those_who_run_it(clients, lectures, shown):
    place = f"/collections/{lectures.hexkey}/"
    for page in ("edit/", "deleted/"):
        assert let_in(clients, f"{place}{page}") == RUNS, page
    for action in ("edit/", "bulk/", "restore/"):
        assert let_in(clients, f"{place}{action}", method="post", good=(302, 400)) == RUNS, action


def test_a_collection_shows_each_person_only_what_they_may_watch(clients, lectures, shown):
    living = {kind: one for kind, one in shown.items() if kind != "deleted"}
    for who, client in clients.items():
        page = client.get(f"/collections/{lectures.hexkey}/").content.decode()
        rest = client.get(f"/api/v0/videos/?collection={lectures.key}").json()["results"]
        expected = {kind for kind in living if who in WATCHES[kind]}
        assert {kind for kind, one in shown.items() if one.hexkey in page} == expected, who
        assert {one["key"] for one in rest} == {shown[kind].hexkey for kind in expected}, who


def test_a_collection_tells_nobody_else_who_runs_it_and_whose_it_is(clients, lectures, shown):
    for who, client in clients.items():
        told = client.get(f"/api/v0/collections/{lectures.hexkey}/")
        secrets = [b"owner@example.org", b'"admin_groups"', b'"view_groups"', b'"owner"']
        assert any(secret in told.content for secret in secrets) == (who in RUNS), who
        assert b"owner@example.org" not in client.get(f"/collections/{lectures.hexkey}/").content


def test_without_anything_public_a_collection_is_not_there_for_strangers(clients, lectures):
    video(lectures)
    assert let_in(clients, f"/collections/{lectures.hexkey}/") == RUNS | {"viewer"}
    assert let_in(clients, f"/api/v0/collections/{lectures.hexkey}/") == RUNS | {"viewer"}
    assert let_in(clients, f"/collections/{lectures.hexkey}/feed.xml") == set()


def test_collections_are_made_by_authors_and_staff(clients, people):
    type(people["viewer"]).objects.filter(username="viewer").update(may_create_sites=True)
    assert let_in(clients, "/collections/new/") == {"viewer", "staff"}
    sent = {"title": "Mine"}
    assert let_in(clients, "/collections/new/", method="post", good=(302,), data=sent) == {"viewer", "staff"}
    assert sorted(Collection.objects.values_list("owner__username", flat=True)) == ["staff", "viewer"]


def test_videos_of_another_collection_cannot_be_changed_by_naming_ones_own(clients, people, shown):
    own = collection(people["outsider"])
    place, theirs = f"/collections/{own.hexkey}/", shown["plain"]
    for act in ("delete", "public", "order"):
        clients["outsider"].post(f"{place}bulk/", {"act": act, "video": [theirs.hexkey]})
    clients["outsider"].post(f"{place}restore/", {"video": [shown["deleted"].hexkey]})
    after = {one.pk: one for one in Video.objects.all()}
    assert (after[theirs.pk].deleted_at, after[theirs.pk].is_public, after[theirs.pk].custom_order) == (
        None,
        False,
        None,
    )
    assert after[shown["deleted"].pk].deleted_at is not None


def test_a_group_that_was_not_offered_cannot_be_given_and_none_is_made_by_naming_it(clients, people, lectures):
    hidden = Group.objects.create(name="the board")
    place = f"/collections/{lectures.hexkey}/edit/"
    clients["owner"].post(place, {"title": "Lectures", "view_groups": [hidden.pk, 999_999, "x", "new group"]})
    assert list(lectures.view_groups.all()) == []
    assert Group.objects.filter(name="new group").count() == 0
    clients["superuser"].post(place, {"title": "Lectures", "view_groups": [hidden.pk]})
    assert list(lectures.view_groups.all()) == [hidden]
    # Whoever edits afterwards keeps what was given, since it is on the form.
    clients["owner"].post(place, {"title": "Lectures", "view_groups": [hidden.pk]})
    assert list(lectures.view_groups.all()) == [hidden]


def test_making_new_videos_public_leaves_those_that_are_here_as_they_are(clients, lectures, shown):
    clients["owner"].post(
        f"/collections/{lectures.hexkey}/edit/", {"title": "Lectures", "is_public": "on", "include_in_learn": "on"}
    )
    lectures.refresh_from_db()
    assert (lectures.is_public, lectures.include_in_learn) == (True, True)
    assert set(Video.objects.filter(is_public=True)) == {shown["public"], shown["deleted"]}


def test_a_link_opens_page_player_and_file_to_strangers_until_it_is_taken_back(clients, people, shown):
    private, stranger = shown["private"], clients["anonymous"]
    link = sharing.share(video=private, by=people["owner"], at=clock.now(), expires_at=None)
    query = f"?share={sharing.token(link)}"
    place = f"/videos/{private.hexkey}/"
    assert [stranger.get(f"{place}{page}{query}").status_code for page in ("", "embed/", "download")] == [200, 200, 302]
    caption(private)
    transcript = stranger.get(f"{place}captions/en.txt{query}")
    assert (transcript.status_code, transcript.headers["Cache-Control"]) == (200, "private, no-store")
    assert f"/captions/en.srt{query}&" in stranger.get(f"{place}{query}").text.replace("&amp;", "&")
    assert stranger.get(f"{place}captions/en.txt").status_code == 403
    assert stranger.get(f"/videos/{shown['plain'].hexkey}/{query}").status_code == 302
    assert stranger.get(f"{place}edit/{query}").status_code == 302
    assert "/sign-in/" in stranger.get(f"{place}edit/{query}")["Location"]
    page = stranger.get(f"{place}{query}")
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert b"Take back" not in page.content
    remembers = f"/api/v0/videos/{private.hexkey}/position/"
    known = clients["outsider"]
    assert f'"position_url": "{remembers}{query}"' in known.get(f"{place}{query}").text
    assert known.post(f"{remembers}{query}", {"position": "7"}).status_code == 204
    assert known.post(remembers, {"position": "7"}).status_code == 403
    clients["owner"].post(f"{place}share/take-back/", {"link": str(link.pk)})
    assert stranger.get(f"{place}embed/{query}").status_code == 403
    assert stranger.get(f"{place}captions/en.txt{query}").status_code == 403


def test_private_answers_stay_out_of_search_engines_and_caches_and_public_ones_do_not(clients, shown):
    for kind, one in shown.items():
        headers = clients["owner"].get(f"/videos/{one.hexkey}/").headers
        public = kind == "public"
        assert ("X-Robots-Tag" not in headers) == (public or kind == "deleted"), kind
        assert ("no-store" not in headers.get("Cache-Control", "")) == (public or kind == "deleted"), kind


def test_bytes_are_closed_before_a_video_is_saved_as_private_and_open_after_it_is_public(clients, shown):
    one, objects = shown["plain"], services().objects
    place, form = f"/videos/{one.hexkey}/edit/", {"title": "T"}
    marks = lambda: [info.key for info in objects.list(f"video/public/{one.hexkey}")]  # noqa: E731 - asked four times
    clients["owner"].post(place, form | {"visibility": "public"})
    assert marks() == [f"video/public/{one.hexkey}"]
    clients["owner"].post(place, form | {"visibility": "private"})
    assert marks() == []
    clients["owner"].post(place, form | {"visibility": "public"})
    clients["owner"].post(f"/videos/{one.hexkey}/delete/")
    assert marks() == []
    clients["owner"].post(f"/collections/{one.collection.hexkey}/restore/", {"video": [one.hexkey]})
    assert marks() == [f"video/public/{one.hexkey}"]
    objects.delete(f"video/public/{one.hexkey}")

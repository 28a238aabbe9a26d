"""Addresses for players: of public videos, renewed ones, those of links, and what a viewer is in the middle of."""

from datetime import datetime, timedelta

from learnstead.kernel import clock
from learnstead.people.models import Membership
from learnstead.video.domain import sharing
from learnstead.video.domain.delivery import removing
from learnstead.video.models import Revision, Video
from tests.video.cast import video as new_video
from tests.video.delivery.conftest import replaced


def ends(answer):
    return datetime.fromisoformat(answer.json()["expires_at"])


def address(video, **query):
    more = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/api/v0/videos/{video.hexkey}/playback/?{more}"


def test_a_public_video_plays_from_addresses_that_stay(stage, ask):
    first, again = ask(address(stage.public)), ask(address(stage.public), stage.people["outsider"])
    assert first.json() == again.json()
    assert first.json()["hls_url"] == f"/media/v/{stage.public.hexkey}/1/master.m3u8"
    assert (first.json()["expires_at"], first.json()["renew_at"]) == (None, None)
    assert ask(first.json()["hls_url"]).status_code == 200


def test_a_grant_is_renewed_at_four_fifths_of_its_life(stage, ask):
    given = ask(address(stage.secret), stage.people["viewer"]).json()
    end, renew = (datetime.fromisoformat(given[name]) for name in ("expires_at", "renew_at"))
    left = end - clock.now()
    assert timedelta(minutes=119) < left <= timedelta(seconds=7201)
    assert timedelta(minutes=23) < end - renew < timedelta(minutes=25)
    again = ask(address(stage.secret), stage.people["viewer"]).json()
    assert again["hls_url"] != given["hls_url"]


def test_who_lost_the_right_gets_no_other_grant(stage, ask):
    viewer = stage.people["viewer"]
    assert ask(address(stage.secret), viewer).status_code == 200
    Membership.objects.filter(user=viewer).delete()
    assert ask(address(stage.secret), viewer).status_code == 403


def test_a_link_opens_one_video_and_its_addresses_end_with_it(stage, ask):
    soon = clock.now() + timedelta(minutes=30)
    link = sharing.share(video=stage.secret, by=stage.people["owner"], at=clock.now(), expires_at=soon)
    given = ask(address(stage.secret, share=sharing.token(link)))
    assert given.status_code == 200
    assert ends(given) - soon < timedelta(seconds=1)
    assert ask(given.json()["hls_url"]).status_code == 200
    assert ask(address(stage.other, share=sharing.token(link))).status_code == 403
    assert ask(address(stage.secret, share="forged")).status_code == 403


def test_a_video_without_anything_to_play_says_so(stage, ask):
    empty = new_video(stage.secret.collection, playable=False, status=Video.Status.TRANSCODING)
    answer = ask(address(empty), stage.people["owner"])
    assert (answer.status_code, "Transcoding" in answer.json()["detail"]) == (409, True)


def test_no_video_is_behind_a_key_that_is_none(stage, ask):
    for key in ("0" * 32, "x", "1"):
        assert ask(f"/api/v0/videos/{key}/playback/").status_code == 404


def test_a_viewer_finishes_on_the_revision_they_began_with(stage, ask, objects):
    viewer, secret = stage.people["viewer"], stage.secret
    began = ask(address(secret), viewer).json()["hls_url"]
    retired = clock.now()
    before = replaced(secret, at=retired)
    assert ask(began).status_code == 200
    renewed = ask(address(secret, revision=1), viewer)
    assert renewed.json()["hls_url"].endswith(f"/{secret.hexkey}/1/master.m3u8")
    assert ends(renewed) - retired <= timedelta(seconds=7201)
    assert ask(address(secret), viewer).json()["hls_url"].endswith(f"/{secret.hexkey}/2/master.m3u8")
    for number in (3, 99, "x", "-1"):
        assert "/2/master" in ask(address(secret, revision=number), viewer).json()["hls_url"]

    assert removing.remove_retired(objects=objects, at=retired + timedelta(hours=2)) == 0
    assert ask(began).status_code == 200
    assert removing.remove_retired(objects=objects, at=retired + timedelta(hours=2, minutes=16)) == 1
    assert ask(began).status_code == 404
    before.refresh_from_db()
    assert before.removed_at == retired + timedelta(hours=2, minutes=16)
    assert [info.key for info in objects.list(f"video/originals/{secret.hexkey}/")] == [
        f"video/originals/{secret.hexkey}/1/source.mov",
        f"video/originals/{secret.hexkey}/2/source.mov",
    ]
    assert "/2/master" in ask(address(secret, revision=1), viewer).json()["hls_url"]
    assert removing.remove_retired(objects=objects, at=retired + timedelta(days=3)) == 0


def test_near_the_end_of_the_old_revision_a_viewer_goes_on_with_the_new_one(stage, ask, objects):
    replaced(stage.secret, at=clock.now() - timedelta(minutes=111))
    assert "/2/master" in ask(address(stage.secret, revision=1), stage.people["viewer"]).json()["hls_url"]


def test_what_is_played_is_never_removed_even_if_it_was_retired_by_mistake(stage, objects):
    Revision.objects.filter(pk=stage.secret.current.pk).update(retired_at=clock.now() - timedelta(days=2))
    assert removing.remove_retired(objects=objects, at=clock.now()) == 0
    assert list(objects.list(f"video/delivery/{stage.secret.hexkey}/"))


def test_revocations_are_forgotten_when_no_grant_can_live(objects):
    objects.put("video/revoked/0000000000000001", b"2026-01-01T00:00:00+00:00")
    objects.put("video/revoked/0000000000000002", b"2026-01-20T00:00:00+00:00")
    at = datetime.fromisoformat("2026-02-01T00:00:00+00:00")
    assert removing.forget_revocations(objects=objects, at=at) == 1
    assert [info.key for info in objects.list("video/revoked/")] == ["video/revoked/0000000000000002"]

"""Nothing of a video that is not public reaches those who may not watch it: not a page, not a byte."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from learnstead.kernel import clock
from learnstead.ports.services import services
from tests.video.delivery.conftest import PLAYED, TITLE

pytestmark = pytest.mark.slow

MAY = ("viewer", "admin", "owner", "superuser")
MAY_NOT = ("anonymous", "outsider", "staff")
# What the addresses of pages can have in them, and what a stranger would put there.
STRANGERS_GUESS = {"language": "en", "pk": "1", "number": "1", "revision": "1", "day": "2026-01-01"}


def playback(ask, who, video):
    answer = ask(f"/api/v0/videos/{video.hexkey}/playback/", who)
    assert answer.status_code == 200
    return answer.json()


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("name", MAY)
def test_who_may_watch_gets_every_file_with_one_grant(stage, ask, name):
    given = playback(ask, stage.people[name], stage.secret)
    base = given["hls_url"].removesuffix("/master.m3u8")
    assert base.startswith("/media/s/")
    for file in PLAYED:
        answer = ask(f"{base}/{file}")
        assert (answer.status_code, body(answer)) == (200, f"{stage.secret.hexkey}/1/{file}".encode())
        assert answer.headers["Cache-Control"] == "private, no-store"
    files = ("poster.jpg", "sprite.jpg", "sprite.vtt", "download.mp4", "captions/en-1.vtt")
    named = [given["poster"], given["sprite"], given["sprite_cues"], given["download"], *given["captions"].values()]
    assert named == [f"{base}/{file}" for file in files]
    part = ask(f"{base}/360p/00000.m4s", range="bytes=0-3")
    assert (part.status_code, body(part)) == (206, stage.secret.hexkey[:4].encode())


@pytest.mark.parametrize("name", MAY_NOT)
def test_who_may_not_watch_gets_no_grant(stage, ask, name):
    answer = ask(f"/api/v0/videos/{stage.secret.hexkey}/playback/", stage.people[name])
    assert answer.status_code == 403
    assert answer.json() == {"detail": "You may not watch this video."}


@pytest.mark.parametrize("name", [*MAY_NOT, *MAY])
def test_no_byte_has_an_address_that_can_be_guessed(stage, ask, objects, name):
    who = stage.people[name]
    keys = [info.key.removeprefix("video/") for info in objects.list("video/") if stage.secret.hexkey in info.key]
    assert len(keys) == len(PLAYED) + 1
    for key in keys:
        below = key.partition("/")[2]
        guesses = (
            f"/media/v/{below}",
            f"/media/{key}",
            f"/media/v/../{key}",
            f"/media/o/{key}",
            f"/media/s/{'A' * 22}{'0' * 16}/9999999999/{below}",
            f"/media/o/{'A' * 22}{'0' * 16}/9999999999/{key}?filename=a",
            f"/media/p/{'A' * 22}{'0' * 16}/9999999999/{below}",
        )
        assert {ask(guess, who).status_code for guess in guesses} <= {403, 404}
    assert {ask(f"/{root}/{keys[0]}", who).status_code for root in ("static", "objects", "video")} == {404}


def test_a_grant_for_one_video_opens_no_byte_of_another(stage, ask, objects):
    outsider = stage.people["outsider"]
    given = playback(ask, outsider, stage.other)["hls_url"]
    single = services().delivery.file(
        f"video/originals/{stage.other.hexkey}/1/source.mov",
        filename="mine.mov",
        viewer="outsider",
        at=clock.now(),
        lifetime=timedelta(hours=1),
    )
    assert (ask(given).status_code, ask(single.url).status_code) == (200, 200)
    for file in PLAYED:
        other = given.replace("master.m3u8", file)
        assert ask(other).status_code == 200
        assert ask(other.replace(stage.other.hexkey, stage.secret.hexkey), outsider).status_code == 403
        assert ask(other.replace(f"{stage.other.hexkey}/1", f"{stage.other.hexkey}/2"), outsider).status_code == 403
    for address in (
        single.url.replace(stage.other.hexkey, stage.secret.hexkey),
        single.url.replace("/1/source", "/2/source"),
        single.url.replace("originals", "delivery").replace("source.mov", "master.m3u8"),
        given.replace("/media/s/", "/media/o/").replace(stage.other.hexkey, f"originals/{stage.other.hexkey}"),
        given.replace("/media/s/", "/media/p/"),
    ):
        assert ask(address, outsider).status_code in {403, 404}


def test_an_original_is_not_among_what_a_viewer_may_play(stage, ask):
    base = playback(ask, stage.people["viewer"], stage.secret)["hls_url"].removesuffix("/master.m3u8")
    for path in ("source.mov", "../../originals/source.mov", f"../../../originals/{stage.secret.hexkey}/1/source.mov"):
        assert ask(f"{base}/{path}").status_code == 404


@pytest.mark.parametrize("name", MAY_NOT)
def test_no_page_tells_what_is_in_it_or_where_its_bytes_are(stage, ask, name):
    asked = addresses_about(stage.secret)
    told = {address: body(ask(address, stage.people[name])) for address in asked}
    assert len(told) > 40
    assert [address for address, words in told.items() if TITLE.encode() in words or b"/media/" in words] == [
        "/api/v0/public/videos/"
    ]
    assert stage.secret.hexkey.encode() not in told["/api/v0/public/videos/"]
    assert TITLE.encode() not in told["/api/v0/public/videos/"]


@pytest.mark.parametrize("name", MAY_NOT)
def test_no_address_of_a_page_leads_on_to_the_bytes(stage, ask, name):
    for page in ("download", "embed/", ""):
        answer = ask(f"/videos/{stage.secret.hexkey}/{page}", stage.people[name])
        assert answer.status_code in {302, 403, 404}
        assert "/media/" not in answer.headers.get("Location", "")


def test_a_viewer_is_led_to_a_file_of_their_own(stage, ask):
    answer = ask(f"/videos/{stage.secret.hexkey}/download", stage.people["viewer"])
    assert answer.status_code == 302
    where = answer.headers["Location"]
    assert where.startswith("/media/o/")
    assert body(ask(where)) == f"{stage.secret.hexkey}/1/download.mp4".encode()
    assert ask(where.replace("download.mp4", "poster.jpg", 1)).status_code == 403


def addresses_about(video):
    """Every address of the video context, filled with the video and its collection, and those of the systems before."""
    fixed = ("/videos/{}/", "/videos/{}/embed/", "/videos/{}/download", "/api/v0/videos/{}/", "/collections/{}/")
    both = (video.hexkey, str(video.key), video.collection.key.hex, str(video.collection.key))
    found = {form.format(key) for form in fixed for key in both}
    found |= {"/collections/", "/videos/", "/api/v0/videos/", "/api/v0/collections/", "/api/v0/public/videos/"}
    for name, arguments in patterns(get_resolver(), ()):
        for key in both:
            values = {one: STRANGERS_GUESS.get(one, key) for one in arguments}
            try:
                found.add(reverse(name, kwargs=values))
            except NoReverseMatch:
                continue
    return sorted(found)


def patterns(resolver, inside):
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, (*inside, *([one.namespace] if one.namespace else [])))
        elif isinstance(one, URLPattern) and one.name and inside == ("video",):
            yield f"video:{one.name}", tuple(one.pattern.regex.groupindex)


def test_an_expired_grant_is_gone_and_a_revoked_one_refused(stage, ask):
    delivery = services().delivery
    from_playback = playback(ask, stage.people["viewer"], stage.secret)["hls_url"]
    delivery.revoke(from_playback.split("/")[3][-16:], at=clock.now())
    assert ask(from_playback).status_code == 403
    single = delivery.file(
        f"video/originals/{stage.secret.hexkey}/1/source.mov",
        filename="mine.mov",
        viewer="viewer",
        at=clock.now() - timedelta(hours=2),
        lifetime=timedelta(hours=1),
    )
    assert ask(single.url).status_code == 410


def test_what_is_given_holds_no_key(stage, ask):
    given = ask(f"/api/v0/videos/{stage.secret.hexkey}/playback/", stage.people["viewer"])
    assert not any(key in given.content.decode() for key in settings.CONFIG.delivery.keys)
    assert settings.CONFIG.delivery.keys[0] not in repr(settings.CONFIG)

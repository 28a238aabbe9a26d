"""What every signer of addresses does alike, and what each does its own way."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from learnstead.adapters.delivery.cloudfront import CloudFrontKey
from learnstead.adapters.delivery.cloudfront_cookies import CloudFrontCookies
from learnstead.adapters.delivery.cloudfront_urls import CloudFrontUrls
from learnstead.adapters.delivery.grants import NoGrant
from learnstead.adapters.delivery.own_paths import OwnPaths
from learnstead.adapters.delivery.path_token import PathTokens, Verdict, folder_scope
from learnstead.adapters.objects.folder import FolderStore
from learnstead.ports.delivery import RevisionFiles

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEX = "0123456789abcdef" * 2
KEY, OLDER = "a-key-of-thirty-two-characters-1", "a-key-of-thirty-two-characters-2"
CDN = "https://cdn.example.org"
FILES = RevisionFiles(
    video=HEX,
    number=3,
    duration=5400.0,
    public=False,
    captions={"en": "captions/en-1.vtt"},
    poster="poster.jpg",
    sprite="sprite.jpg",
    sprite_cues="sprite.vtt",
)
PUBLIC = RevisionFiles(video=HEX, number=3, duration=60.0, public=True, poster="poster.jpg")


@pytest.fixture(scope="module")
def signing_key():
    return CloudFrontKey(key_id="K", key=rsa.generate_private_key(public_exponent=65537, key_size=2048))


@pytest.fixture
def objects(tmp_path):
    return FolderStore(tmp_path)


@pytest.fixture
def by_url(objects, signing_key):
    return CloudFrontUrls(domain=CDN, key=signing_key, tokens=PathTokens([KEY]), objects=objects)


@pytest.fixture(params=["own paths", "cloudfront urls", "cloudfront cookies"])
def signer(request, objects, signing_key, by_url):
    if request.param == "own paths":
        return OwnPaths(PathTokens([KEY]), objects)
    if request.param == "cloudfront urls":
        return by_url
    return CloudFrontCookies(domain=CDN, key=signing_key, cookie_domain="example.org", by_url=by_url)


def test_a_public_video_has_the_same_addresses_for_ever(signer):
    first = signer.playback(PUBLIC, viewer="anybody", at=NOON)
    assert first == signer.playback(PUBLIC, viewer="somebody else", at=NOON + timedelta(days=400))
    assert first.hls_url == f"/media/v/{HEX}/3/master.m3u8"
    assert first.poster == f"/media/v/{HEX}/3/poster.jpg"
    assert (first.grant, first.expires_at, first.renew_at, first.sprite, first.download) == ("", None, None, "", "")


def test_a_grant_lasts_one_and_a_half_times_the_video_and_two_hours_at_least(signer):
    long = signer.playback(FILES, viewer="vera", at=NOON)
    assert long.expires_at == NOON + timedelta(seconds=8100)
    assert long.renew_at == NOON + timedelta(seconds=6480)
    short = signer.playback(RevisionFiles(HEX, 1, 10.0, public=False), viewer="vera", at=NOON)
    assert short.expires_at == NOON + timedelta(hours=2)


def test_a_grant_can_be_made_to_end_sooner_and_never_later(signer):
    sooner, later = NOON + timedelta(minutes=5), NOON + timedelta(days=5)
    assert signer.playback(FILES, viewer="vera", at=NOON, until=sooner).expires_at == sooner
    assert signer.playback(FILES, viewer="vera", at=NOON, until=later).expires_at == NOON + timedelta(seconds=8100)


def test_every_grant_is_another_and_is_logged_for_whom_without_its_token(signer, caplog):
    with caplog.at_level(logging.INFO, logger="learnstead.video.grants"):
        one = signer.playback(FILES, viewer="vera", at=NOON)
        two = signer.playback(FILES, viewer="vera", at=NOON)
    assert one.grant != two.grant
    assert caplog.messages[0] == f"grant {one.grant}: {HEX}/3 for vera until 2026-03-02T14:15:00+00:00"
    assert KEY not in caplog.text
    secrets = [one.hls_url.split("/")[3]] if one.hls_url.startswith("/media/") else [c.value for c in one.cookies[:2]]
    assert not any(secret in caplog.text for secret in secrets)


def test_a_revoked_grant_leaves_a_mark(signer, objects):
    grant = signer.playback(FILES, viewer="vera", at=NOON).grant
    signer.revoke(grant, at=NOON)
    assert objects.get(f"video/revoked/{grant}") == b"2026-03-02T12:00:00+00:00"


@pytest.mark.parametrize("name", ["", "../public/x", "zz", "0" * 17])
def test_only_a_grant_can_be_revoked(signer, name):
    with pytest.raises(NoGrant):
        signer.revoke(name, at=NOON)


@pytest.mark.parametrize("key", ["releases/ocw/1", "video/work/x/1/a", "video/public/x", "video/originals"])
def test_no_address_is_made_of_what_is_not_for_viewers(signer, key):
    with pytest.raises(ValueError, match="no address"):
        signer.file(key, filename="a", viewer="vera", at=NOON, lifetime=timedelta(hours=1))


def test_our_own_addresses_share_one_token_for_one_folder(objects):
    playback = OwnPaths(PathTokens([KEY]), objects).playback(FILES, viewer="vera", at=NOON)
    base = playback.hls_url.removesuffix("/master.m3u8")
    assert base.endswith(f"/1772460900/{HEX}/3")
    assert playback.captions == {"en": f"{base}/captions/en-1.vtt"}
    assert (playback.sprite, playback.sprite_cues) == (f"{base}/sprite.jpg", f"{base}/sprite.vtt")


def test_the_older_key_still_vouches_and_a_removed_one_no_longer():
    scope = folder_scope(HEX, "3")
    token = PathTokens([OLDER]).token(grant="0" * 16, expires=2000, scope=scope)

    def verdict(*keys, scope=scope, expires="2000", now=2000.5):
        return PathTokens(keys).judge(token=token, expires=expires, scope=scope, now=now)

    assert verdict(KEY, OLDER) is Verdict.GOOD
    assert verdict(KEY) is Verdict.WRONG
    assert verdict(OLDER, now=2001) is Verdict.EXPIRED
    assert verdict(OLDER, expires="9999") is Verdict.WRONG
    assert verdict(OLDER, scope=folder_scope(HEX, "4")) is Verdict.WRONG
    assert verdict(OLDER, scope=folder_scope(HEX[::-1], "3"), now=2001) is Verdict.WRONG


def test_cloudfront_addresses_carry_one_signature_for_the_folder(by_url):
    playback = by_url.playback(FILES, viewer="vera", at=NOON)
    place, _, query = playback.poster.partition("?")
    assert place == f"{CDN}/video/delivery/{HEX}/3/poster.jpg"
    assert playback.captions["en"] == f"{CDN}/video/delivery/{HEX}/3/captions/en-1.vtt?{query}"
    assert playback.hls_url.startswith("/media/p/")
    playlist = '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:6,\n00000.m4s\n../audio/index.m3u8\n'
    text = by_url.rewritten(playlist, place=f"{HEX}/3", name="720p/index.m3u8", expires=1772460900)
    folder = f"{CDN}/video/delivery/{HEX}/3/720p"
    assert text == (
        f'#EXTM3U\n#EXT-X-MAP:URI="{folder}/init.mp4?{query}"\n#EXTINF:6,\n{folder}/00000.m4s?{query}\n'
        "../audio/index.m3u8\n"
    )


def test_cloudfront_cookies_open_one_folder_on_one_site(objects, signing_key, by_url):
    signer = CloudFrontCookies(domain=CDN, key=signing_key, cookie_domain="example.org", by_url=by_url)
    playback = signer.playback(FILES, viewer="vera", at=NOON)
    assert playback.hls_url == f"{CDN}/video/delivery/{HEX}/3/master.m3u8"
    assert {(cookie.path, cookie.domain) for cookie in playback.cookies} == {
        (f"/video/delivery/{HEX}/3/", "example.org")
    }

"""The settings of delivery, and the byte server that they make where CloudFront has the bytes."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from learnstead.adapters.delivery.cloudfront import BadKey
from learnstead.adapters.delivery.cloudfront_cookies import CloudFrontCookies
from learnstead.adapters.delivery.own_paths import OwnPaths
from learnstead.adapters.objects.folder import FolderStore
from learnstead.config.delivery import BadDelivery, Delivery, derived
from learnstead.config.media.shelves import FolderShelf
from learnstead.kernel import clock
from learnstead.ports.delivery import RevisionFiles

HEX = "0123456789abcdef" * 2
SECRET = "the secret of this installation"
FILES = RevisionFiles(HEX, 1, 60.0, public=False, poster="poster.jpg")
PEM = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
CLOUDFRONT = {
    "LEARNSTEAD_CLOUDFRONT_URL": "https://d111111abcdef8.cloudfront.net/",
    "LEARNSTEAD_CLOUDFRONT_KEY_ID": "K2JCJMDEHXQW5F",
    "LEARNSTEAD_CLOUDFRONT_PRIVATE_KEY": PEM.replace("\n", "\\n"),
    "LEARNSTEAD_CLOUDFRONT_DIGEST": "sha256",
}


def test_without_a_setting_the_key_follows_from_the_secret_and_is_another():
    delivery = Delivery.of({}, secret_key=SECRET)
    assert delivery.keys == (derived(SECRET),)
    assert derived(SECRET) != derived(SECRET + "x")
    assert SECRET not in derived(SECRET)
    assert derived(SECRET) not in repr(delivery)


def test_a_new_key_signs_and_the_derived_one_still_vouches(tmp_path):
    new, store = "n" * 32, FolderStore(tmp_path)
    store.put(f"video/delivery/{HEX}/1/poster.jpg", b"jpeg")
    before = Delivery.of({}, secret_key=SECRET)
    after = Delivery.of({"LEARNSTEAD_MEDIA_KEYS": f"{new} derived"}, secret_key=SECRET)
    alone = Delivery.of({"LEARNSTEAD_MEDIA_KEYS": new}, secret_key=SECRET)

    def status(signs, checks):
        address = signs.signer(store).playback(FILES, viewer="vera", at=clock.now()).poster
        return (
            checks.server(FolderShelf(tmp_path), store).answer({"REQUEST_METHOD": "GET", "PATH_INFO": address}).status
        )

    assert isinstance(before.signer(store), OwnPaths)
    assert (status(before, after), status(after, after), status(after, alone)) == ("200 OK",) * 3
    assert (status(before, alone), status(after, before)) == ("403 Forbidden",) * 2


@pytest.mark.parametrize("keys", ["short", "x" * 129, 'k"' + "k" * 40, "$" + "k" * 40, "k" * 40 + " short"])
def test_a_key_that_nginx_could_not_hold_is_refused_without_being_repeated(keys):
    with pytest.raises(BadDelivery, match="LEARNSTEAD_MEDIA_KEYS must be") as problem:
        Delivery.of({"LEARNSTEAD_MEDIA_KEYS": keys}, secret_key=SECRET)
    assert keys not in str(problem.value)


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"LEARNSTEAD_CLOUDFRONT_URL": "http://d111.cloudfront.net"}, BadDelivery, "it is like https"),
        ({"LEARNSTEAD_CLOUDFRONT_URL": "https://d111.cloudfront.net/video"}, BadDelivery, "it is like https"),
        ({"LEARNSTEAD_CLOUDFRONT_KEY_ID": ""}, BadDelivery, "CLOUDFRONT_KEY_ID"),
        ({"LEARNSTEAD_CLOUDFRONT_PRIVATE_KEY": "nonsense"}, BadKey, "no PEM"),
        ({"LEARNSTEAD_CLOUDFRONT_DIGEST": "md5"}, BadDelivery, "sha1 or sha256"),
    ],
)
def test_a_setting_of_cloudfront_that_cannot_be_right_is_named(change, kind, words):
    with pytest.raises(kind, match=words):
        Delivery.of(CLOUDFRONT | change, secret_key=SECRET)


def test_playlists_come_from_us_and_lead_to_cloudfront(tmp_path):
    store, at = FolderStore(tmp_path), datetime.now(UTC)
    store.put(f"video/delivery/{HEX}/1/master.m3u8", b"#EXTM3U\n360p/index.m3u8\n")
    store.put(f"video/delivery/{HEX}/1/360p/index.m3u8", b"#EXTM3U\n00000.m4s\n")
    delivery = Delivery.of(CLOUDFRONT, secret_key=SECRET)
    server = delivery.server(FolderShelf(tmp_path), store)
    given = delivery.signer(store).playback(FILES, viewer="vera", at=at)
    assert given.hls_url.endswith("/master.m3u8?signed")
    path = given.hls_url.removesuffix("?signed")

    def ask(path):
        answer = server.answer({"REQUEST_METHOD": "GET", "PATH_INFO": path})
        return answer.status, b"".join(answer.body).decode()

    assert ask(path) == ("200 OK", "#EXTM3U\n360p/index.m3u8\n")
    status, text = ask(path.replace("master", "360p/index"))
    folder = f"https://d111111abcdef8.cloudfront.net/video/delivery/{HEX}/1"
    assert (status, text.splitlines()[1].partition("?")[0]) == ("200 OK", f"{folder}/360p/00000.m4s")
    assert "&Hash-Algorithm=SHA256" in text
    assert given.poster.startswith(f"{folder}/poster.jpg?Policy=")
    assert ask(path.replace(HEX, HEX[::-1]))[0] == "403 Forbidden"
    assert ask(path.replace("master.m3u8", "360p/00000.m4s"))[0] == "404 Not Found"
    delivery.signer(store).revoke(given.grant, at=at)
    assert ask(path)[0] == "403 Forbidden"


def test_a_cookie_domain_asks_for_cookies(tmp_path):
    delivery = Delivery.of(CLOUDFRONT | {"LEARNSTEAD_CLOUDFRONT_COOKIE_DOMAIN": "example.org"}, secret_key=SECRET)
    signer = delivery.signer(FolderStore(tmp_path))
    assert isinstance(signer, CloudFrontCookies)
    assert {one.domain for one in signer.playback(FILES, viewer="vera", at=clock.now()).cookies} == {"example.org"}

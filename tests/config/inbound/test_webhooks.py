"""Webhooks from outside: who may send them, what they ask for, and that nothing secret is ever said."""

import hashlib
import hmac
import json
import logging

import pytest
from django.test import Client

from learnstead.config.inbound.secrets import Secrets
from learnstead.data import taken_back
from learnstead.data.ocw import register
from learnstead.kernel import clock
from learnstead.kernel.webhooks import BadSignature, sign
from learnstead.ports.services import services
from tests import installation, waiting_jobs

pytestmark = pytest.mark.django_db

FILES, DELETE = "/api/v1/webhooks/content_files/", "/api/v1/webhooks/content_files/delete/"
VIDEOS, OCW = "/api/v1/webhooks/ovs_videos/", "/api/v1/ocw_next_webhook/"
MEDIA = "https://du3yhovcx8dht.cloudfront.net"
KEYS = ("whsec_b25lIGtleQ==", "whsec_YW5vdGhlciBrZXk=")


@pytest.fixture(autouse=True)
def _nothing_taken_back():
    yield
    services().objects.delete("taken-back")
    services().objects.delete("sites")


def post(address, body, **headers):
    return Client().post(address, body, content_type="application/json", headers=headers)


def send(address, message, *, secret="test-secret"):  # noqa: S107 - the tests' own
    """As the production system's senders sign."""
    body = json.dumps(message).encode()
    return post(address, body, **{"X-MITLearn-Signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()})


def send_standard(address, message, *, key=KEYS[0], message_id="m1", at=None):
    body = json.dumps(message).encode()
    return post(address, body, **sign(message_id=message_id, at=at or clock.now(), body=body, keys=[key]))


def asked():
    """The runs that were asked for: source and scopes."""
    return [(arguments["source"], arguments["only"]) for _, arguments in waiting_jobs.waiting()]


def a_video(**changed):
    return {
        "key": "abc.1",
        "title": "Knots",
        "sources": [{"src": f"{MEDIA}/x.m3u8"}],
        "videothumbnail_set": [],
        "collection": {"key": "ropes"},
        "cta_link": None,
        **changed,
    }


def test_ocw_is_read_again_where_it_was_published():
    told = {"webhook_key": "fake_key", "version": "live", "prefixes": "courses/a/, courses/b/"}
    assert post(OCW, json.dumps(told)).status_code == 200
    assert asked() == [("ocw", ["courses/a", "courses/b"])]


@pytest.mark.parametrize("uid", ["97db384e-f340-09a6-4df7-cb86cf701979", "97db384ef34009a64df7cb86cf701979"])
def test_a_site_is_unpublished_however_its_uid_is_spelt(uid):
    register.claim(services().objects, kind="ocw-run", name=uid.replace("-", ""), scope="courses/a")
    told = {"webhook_key": "fake_key", "version": "live", "site_uid": uid, "unpublished": True}
    assert "queued for unpublishing" in post(OCW, json.dumps(told)).json()["message"]
    assert taken_back.reason_for(services().objects, source="ocw", scope="courses/a")
    assert asked() == [("ocw", ["courses/a"])]

    told = {"webhook_key": "fake_key", "version": "live", "prefix": "courses/a/"}
    assert post(OCW, json.dumps(told)).status_code == 200
    assert not taken_back.reason_for(services().objects, source="ocw", scope="courses/a")


@pytest.mark.parametrize(
    "told",
    [
        {"version": "live"},
        {"version": "live", "prefix": "../../etc"},
        {"version": "live", "prefixes": ["courses/a/", 7]},
        {"version": "live", "prefix": "courses/"},
        {"version": "live", "site_uid": "u"},
    ],
)
def test_what_ocw_cannot_mean_is_refused(told):
    assert post(OCW, json.dumps({"webhook_key": "fake_key", **told})).status_code == 400
    assert waiting_jobs.waiting() == []


def test_a_wrong_key_is_neither_accepted_nor_repeated_anywhere(caplog):
    with caplog.at_level(logging.DEBUG):
        answer = post(OCW, json.dumps({"webhook_key": "nearly_fake_key", "version": "live", "prefix": "courses/a/"}))
    assert answer.status_code == 401
    assert "nearly_fake_key" not in answer.content.decode() + caplog.text
    assert "fake_key" not in repr(Secrets.of(installation.environment()))


@pytest.mark.parametrize("key", KEYS)
def test_standard_webhooks_are_accepted_with_either_live_key_and_each_once(key):
    for address in (VIDEOS, VIDEOS, OCW):
        message = {"version": "live", "prefix": "courses/a/"} if address == OCW else a_video()
        assert send_standard(address, message, key=key, message_id=f"m-{address}").status_code == 200
    assert asked() == [("ovs", []), ("ocw", ["courses/a"])]


def test_an_old_message_or_one_of_an_unknown_key_is_not_accepted():
    old = clock.now().replace(year=2020)
    assert send_standard(VIDEOS, a_video(), at=old).status_code == 401
    assert send_standard(VIDEOS, a_video(), key="whsec_c3RyYW5nZXI=").status_code == 401
    assert send(VIDEOS, a_video(), secret="guess").status_code == 401
    assert post(VIDEOS, json.dumps(a_video())).status_code == 401
    assert Client().get(VIDEOS).status_code == 405
    assert waiting_jobs.waiting() == []


def test_a_scheme_without_a_secret_is_off():
    nobody, body = Secrets.of({}), b"{}"
    guess = hmac.new(b"", body, hashlib.sha256).hexdigest()
    with pytest.raises(BadSignature):
        nobody.message_id({"x-mitlearn-signature": guess}, body, at=clock.now())
    with pytest.raises(BadSignature):
        nobody.message_id(sign(message_id="m", at=clock.now(), body=body, keys=["whsec_"]), body, at=clock.now())
    assert not nobody.knows_ocw_key("")
    assert not nobody.knows_ocw_key(None)


def test_a_refused_message_may_be_sent_again_when_it_is_mended():
    assert send_standard(VIDEOS, a_video(key="../x")).status_code == 400
    assert send_standard(VIDEOS, a_video()).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"key": "../x"},
        {"key": 7},
        {"collection": None},
        {"collection": {"key": "a/b"}},
        {"sources": [{"src": "https://evil.example/x.m3u8"}]},
        {"sources": [{"src": "http://du3yhovcx8dht.cloudfront.net/x.m3u8"}]},
        {"sources": "x"},
        {"videothumbnail_set": [7]},
        {"cta_link": "https://evil.io\\@du3yhovcx8dht.cloudfront.net/x"},
        {"delete": True},
    ],
)
def test_a_video_that_cannot_be_right_is_refused(changed):
    assert send(VIDEOS, a_video(**changed)).status_code == 400
    assert waiting_jobs.waiting() == []


def test_a_deleted_video_is_taken_back_until_it_is_sent_again():
    objects = services().objects
    assert send(VIDEOS, {"video_id": "abc.1", "delete": True}).status_code == 200
    assert [info.key for info in objects.list("taken-back/ovs/records/")]
    assert send(VIDEOS, a_video()).status_code == 200
    assert not [info.key for info in objects.list("taken-back/ovs/records/")]


def test_large_and_broken_messages_are_refused():
    body = b"{not json"
    signed = {"X-MITLearn-Signature": hmac.new(b"test-secret", body, hashlib.sha256).hexdigest()}
    assert post(FILES, body, **signed).status_code == 400
    assert send(VIDEOS, a_video(title="x" * 2_000_000)).status_code == 413

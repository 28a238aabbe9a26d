"""Resumable uploads over HTTP."""

import base64
import hashlib

import pytest
from django.test import Client

from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.video.models import Incoming, Video
from learnstead.video.web.intake import tus
from tests.video.intake.conftest import FILM, SIZE

STREAM = "application/offset+octet-stream"


def said(**values):
    return ",".join(f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in values.items())


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def ask(browser):
    def ask(method, url="/videos/uploads/", body=b"", *, by=browser, **headers):
        given = {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
        kind = given.pop("Content-Type", "")
        return by.generic(method, url, body, content_type=kind, headers=given)

    return ask


@pytest.fixture
def begun(ask, collection):
    def begun(length=SIZE, **about):
        about = {"collection": collection.hexkey, "filename": "river.mp4"} | about
        return ask("POST", Upload_Length=length, Upload_Metadata=said(**about))

    return begun


@pytest.fixture
def add(ask):
    def add(url, body, offset, **headers):
        return ask("PATCH", url, body, Upload_Offset=offset, Content_Type=STREAM, **headers)

    return add


def test_a_server_says_what_it_can(client):
    answer = client.options("/videos/uploads/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == answer["Tus-Resumable"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "checksum",
        "expiration",
        "termination",
    }
    assert (answer["Tus-Checksum-Algorithm"], answer["Tus-Max-Size"]) == ("sha1,sha256,md5", str(64 * 2**30))


def test_an_upload_goes_on_from_where_it_stopped(ask, begun, add, collection):
    answer = begun()
    url = answer["Location"]
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "0")
    assert add(url, FILM[:400], 0)["Upload-Offset"] == "400"
    place = ask("HEAD", url)
    assert (place.status_code, place["Upload-Offset"], place["Upload-Length"]) == (200, "400", str(SIZE))
    assert place["Cache-Control"] == "no-store"
    assert place["Upload-Expires"].endswith(" GMT")
    last = add(url, FILM[400:], 400)
    assert (last.status_code, last["Upload-Offset"], last.content) == (204, str(SIZE), b"")
    assert add(url, FILM[400:], 400).status_code == 409
    assert add(url, b"", SIZE).status_code == 204
    assert Video.objects.get().collection == collection
    assert (Video.objects.get().title, Incoming.objects.get().state) == ("river", "arrived")


def test_the_first_bytes_may_come_with_the_announcement(ask, collection):
    about = said(collection=collection.key, filename="a/b\\river.mp4", title="The river")
    answer = ask("POST", body=FILM, Upload_Length=SIZE, Upload_Metadata=about, Content_Type=STREAM)
    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(SIZE))
    assert (Video.objects.get().title, Incoming.objects.get().name) == ("The river", "river.mp4")


def test_a_length_may_come_later(ask, add, collection):
    about = said(collection=collection.key)
    assert ask("POST", Upload_Metadata=about).status_code == 400
    url = ask("POST", Upload_Defer_Length=1, Upload_Metadata=about)["Location"]
    assert add(url, FILM[:100], 0).status_code == 204
    assert ask("HEAD", url)["Upload-Defer-Length"] == "1"
    assert add(url, FILM[100:], 100, Upload_Length=SIZE).status_code == 204
    assert Incoming.objects.get().state == "arrived"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_damaged_bytes_are_sent_again(begun, add, ask, algorithm):
    url = begun()["Location"]
    right = base64.b64encode(hashlib.new(algorithm, FILM[:100]).digest()).decode()
    damaged = add(url, b"!" + FILM[1:100], 0, Upload_Checksum=f"{algorithm} {right}")
    assert (damaged.status_code, damaged.json()["reason"]) == (460, "checksum")
    assert ask("HEAD", url)["Upload-Offset"] == "0"
    assert add(url, FILM[:100], 0, Upload_Checksum=f"{algorithm} {right}").status_code == 204


def test_a_quota_that_is_full_is_said_in_words(begun, collection):
    collection.quota = 1000
    collection.save()
    answer = begun()
    assert answer.status_code == 413
    assert answer.json()["reason"] == "too-much"
    assert "has room for 1,000" in answer.json()["error"]
    assert Video.objects.count() == 0


def test_more_than_was_announced_is_not_read(begun, add):
    assert add(begun()["Location"], FILM + b"!", 0).status_code == 413


def test_what_waited_too_long_is_gone(begun, add, ask):
    url = begun()["Location"]
    Incoming.objects.update(state="expired")
    assert ask("HEAD", url).status_code == 410
    assert add(url, FILM, 0).status_code == 410


def test_a_cancelled_upload_is_forgotten(begun, add, ask):
    url = begun()["Location"]
    add(url, FILM[:100], 0)
    assert ask("DELETE", url).status_code == 204
    assert ask("HEAD", url).status_code == 404
    assert list(services().objects.list(f"video/incoming/{url.rpartition('/')[2]}")) == []


def test_a_full_house_asks_for_patience(begun, add):
    url = begun()["Location"]
    turns = [tus._turns.acquire(blocking=False) for _ in range(tus.AT_ONCE)]
    try:
        assert add(url, FILM, 0).status_code == 423
    finally:
        for _ in filter(None, turns):
            tus._turns.release()
    assert add(url, FILM, 0).status_code == 204


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload_Length": "many"}, 400),
        ({"Upload_Metadata": "collection !"}, 400),
        ({"Upload_Metadata": said(collection="nothing")}, 404),
        ({"Upload_Length": 0}, 422),
        ({"Upload_Length": 2**50}, 413),
    ],
)
def test_what_cannot_be_understood_is_said(ask, collection, headers, status):
    given = {"Upload_Length": SIZE, "Upload_Metadata": said(collection=collection.key)} | headers
    answer = ask("POST", **given)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert answer["Tus-Resumable"] == "1.0.0"
    assert Video.objects.count() == 0


def test_bytes_of_another_kind_are_not_taken(begun, ask, add):
    url = begun()["Location"]
    assert ask("PATCH", url, FILM, Upload_Offset=0, Content_Type="video/mp4").status_code == 415
    assert ask("PATCH", url, FILM, Content_Type=STREAM).status_code == 400
    assert add(url, FILM, 0, Upload_Checksum="crc32 AAAA").status_code == 400
    assert ask("GET", url).status_code == 405
    assert ask("GET").status_code == 405


def test_only_who_runs_a_collection_uploads_to_it_and_nobody_sees_anothers(begun, ask, add, collection):
    url = begun()["Location"]
    bo = Client()
    assert ask("POST", by=bo, Upload_Length=1, Upload_Metadata=said(collection=collection.key)).status_code == 401
    bo.force_login(User.objects.create_user("bo", "bo@example.org"))
    assert ask("POST", by=bo, Upload_Length=1, Upload_Metadata=said(collection=collection.key)).status_code == 403
    assert ask("HEAD", url, by=bo).status_code == 404
    assert ask("DELETE", url, by=bo).status_code == 404
    assert ask("HEAD", url).status_code == 200


def test_another_site_cannot_make_a_browser_upload(begun, ask, ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada)
    assert ask("DELETE", begun()["Location"], by=strict).status_code == 403
    assert Incoming.objects.count() == 1

"""Learning platforms show our videos: a platform's own server signs, a browser without cookies carries."""

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from learnstead.video.domain.lti.launches import CLAIM, LINKING
from learnstead.video.models import LtiPlacement
from tests.vendor_server import serving
from tests.video import cast
from tests.video.lti.fake_platform import CLIENT_ID, ISSUER, KEYS, TEACHER, FakePlatform, choosing, link_to

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def platform() -> Iterator[FakePlatform]:
    with serving(FakePlatform()) as one:
        yield one


@pytest.fixture
def lectures(platform):
    made = cast.collection(cast.person("ada"))
    platform.register().collections.add(made)
    return made


@pytest.fixture
def tides(lectures):
    return cast.video(lectures, title="Tides")


@pytest.fixture
def browser() -> Client:
    """Its frame keeps no cookies."""
    return Client()


def test_the_platforms_own_sign_in_is_asked_with_a_nonce_and_a_state(platform, lectures, browser):
    brought = platform.begin(browser, lti_message_hint="link-9")
    assert {name: brought[name] for name in ("scope", "response_type", "response_mode", "prompt", "client_id")} == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": CLIENT_ID,
    }
    assert (brought["login_hint"], brought["lti_message_hint"]) == ("42", "link-9")
    assert brought["redirect_uri"].endswith("/lti/launch/")


def test_a_platform_that_is_not_registered_gets_nowhere(platform, lectures, browser):
    for given in ({"iss": "https://moodle.example.org"}, {"iss": ISSUER, "client_id": "another"}):
        answer = browser.post("/lti/login/", {"login_hint": "42", **given})
        assert answer.status_code == HTTPStatus.FORBIDDEN


def test_what_a_teacher_opened_its_learners_may_watch_and_other_courses_may_not(platform, tides, browser):
    assert platform.launch(browser, **link_to(tides)).status_code == HTTPStatus.FORBIDDEN
    assert platform.launch(browser, **TEACHER, **link_to(tides)).status_code == HTTPStatus.OK
    page = platform.launch(browser, **link_to(tides))
    assert page.status_code == HTTPStatus.OK
    assert "/media/s/" in page.content.decode()
    other = platform.launch(browser, **link_to(tides), **{f"{CLAIM}context": {"id": "course-2"}})
    assert other.status_code == HTTPStatus.FORBIDDEN
    assert b"/media/" not in other.content


def test_the_page_may_be_shown_by_the_platform_alone_and_needs_no_cookie(platform, tides, browser):
    page = platform.launch(browser, **TEACHER, **link_to(tides))
    assert f"frame-ancestors 'self' {ISSUER}" in page["content-security-policy"]
    assert "x-frame-options" not in page
    assert not browser.cookies
    renew = re.search(r'"renew_url": "(/lti/playback/[^"]+)"', page.content.decode())
    address = renew[1].encode().decode("unicode_escape")
    again = Client().get(address)
    assert again.json()["hls_url"].startswith("/media/s/")
    LtiPlacement.objects.all().delete()
    assert Client().get(address).status_code == HTTPStatus.FORBIDDEN
    assert Client().get("/lti/playback/?visit=forged").status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("change", [{"is_private": True}, {"deleted_at": cast.NOON}])
def test_a_video_that_became_private_or_was_deleted_is_shown_no_more(platform, tides, browser, change):
    platform.launch(browser, **TEACHER, **link_to(tides))
    type(tides).objects.update(**change)
    for who in ({}, TEACHER):
        assert platform.launch(browser, **who, **link_to(tides)).status_code == HTTPStatus.FORBIDDEN


def test_a_video_of_a_collection_that_the_platform_was_not_given_is_not_shown(platform, tides, browser):
    hidden = cast.video(cast.collection(cast.person("bo")))
    assert platform.launch(browser, **TEACHER, **link_to(hidden)).status_code == HTTPStatus.FORBIDDEN


def test_a_launch_counts_once(platform, tides, browser):
    brought = platform.begin(browser)
    form = {"state": brought["state"], "id_token": platform.message(brought["nonce"], **TEACHER, **link_to(tides))}
    assert browser.post("/lti/launch/", form).status_code == HTTPStatus.OK
    assert "used already" in browser.post("/lti/launch/", form).content.decode()


@pytest.mark.parametrize(
    ("claims", "wrong"),
    [
        ({"iss": "https://evil.example.org"}, "iss"),
        ({"aud": "somebody-else"}, "aud"),
        ({"aud": [CLIENT_ID, "another"]}, "azp"),
        ({"azp": "another"}, "azp"),
        ({"exp": 1}, "exp"),
        ({"exp": None}, "exp"),
        ({"iat": 1}, "iat"),
        ({"nonce": "another"}, "nonce"),
        ({f"{CLAIM}version": "1.1"}, "version"),
        ({f"{CLAIM}message_type": "LtiSubmissionReviewRequest"}, "message_type"),
        ({f"{CLAIM}deployment_id": "8:other"}, "deployment_id"),
    ],
)
def test_a_message_with_one_wrong_claim_is_refused(platform, tides, browser, claims, wrong):
    answer = platform.launch(browser, **{**TEACHER, **link_to(tides), **claims})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert f"is not right: {wrong}." in answer.content.decode()


def test_only_the_platforms_own_keys_sign(platform, tides, browser):
    for forged in (
        {"key": "stranger's"},
        {"key": "stranger's", "header": {"alg": "RS256", "kid": "first"}},
        {"header": {"alg": "PS256", "kid": "first"}},
    ):
        brought = platform.begin(browser)
        form = {"state": brought["state"]}
        form["id_token"] = platform.message(brought["nonce"], **forged, **TEACHER, **link_to(tides))
        assert "is not signed by Canvas" in browser.post("/lti/launch/", form).content.decode()
    nothing = browser.post("/lti/launch/", {"state": brought["state"], "id_token": "a.b.c"})
    assert nothing.status_code == HTTPStatus.FORBIDDEN


def test_a_state_that_is_not_ours_is_refused(platform, tides, browser):
    form = {"state": "forged~state", "id_token": platform.message("n", **TEACHER, **link_to(tides))}
    assert "did not begin here" in browser.post("/lti/launch/", form).content.decode()


def test_a_teacher_chooses_and_the_platform_can_check_who_answers(platform, tides, lectures, browser):
    rocks, cast_away = cast.video(lectures, title="Rocks"), cast.video(lectures, title="Secret", is_private=True)
    page = platform.launch(browser, **choosing()).content.decode()
    assert "Tides" in page
    assert "Secret" not in page
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)[1]
    found = browser.post("/lti/choose/", {"ticket": ticket, "words": "rock", "search": "1"}).content.decode()
    assert ("Rocks" in found, "Tides" in found) == (True, False)
    assert "Choose a video first" in browser.post("/lti/choose/", {"ticket": ticket}).content.decode()
    answer = browser.post("/lti/choose/", {"ticket": ticket, "video": [tides.hexkey, rocks.hexkey, cast_away.hexkey]})
    assert f"form-action 'self' {ISSUER}" in answer["content-security-policy"]
    message = re.search(r'name="JWT" value="([^"]+)"', answer.content.decode())[1]
    ours = KeySet.import_key_set(browser.get("/lti/keys/").json())
    claims = jwt.decode(message, ours, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["aud"], claims[f"{LINKING}data"]) == (CLIENT_ID, ISSUER, "a thing to bring back")
    assert claims[f"{CLAIM}message_type"] == "LtiDeepLinkingResponse"
    items = claims[f"{LINKING}content_items"]
    assert {one["custom"]["video"] for one in items} == {tides.hexkey, rocks.hexkey}
    assert {one["type"] for one in items} == {"ltiResourceLink"}
    assert platform.launch(browser, **link_to(rocks)).status_code == HTTPStatus.OK


def test_our_keys_are_shown_without_what_is_private(browser, db):
    (key,) = browser.get("/lti/keys/").json()["keys"]
    assert (key["kty"], key["alg"], "d" in key, "p" in key) == ("RSA", "RS256", False, False)
    assert browser.get("/lti/keys/").json()["keys"][0]["kid"] == key["kid"]


def test_a_platforms_new_key_is_looked_up(platform, tides, browser):
    platform.published = ["second"]
    assert KEYS["second"].kid == "second"
    answer = platform.launch(browser, key="second", **TEACHER, **link_to(tides))
    assert answer.status_code == HTTPStatus.OK

"""Subscriptions and profiles over the REST API, as a client of MIT Learn's v1 asks for them."""

import json

import pytest
from django.test import Client

from learnstead.learn.domain import topics
from learnstead.learn.models import Subscription
from tests.learn.following.conftest import follow

pytestmark = pytest.mark.django_db
BASE = "/api/v1/learning_resources_user_subscription/"
SENT = {"q": "robots", "topic": ["Physics", "Math"], "free": True, "source_type": "channel_subscription_type"}


def post(client, address, sent):
    return client.post(f"{BASE}{address}", json.dumps(sent), content_type="application/json")


def test_scenario_41_check_agrees_with_subscribe_however_the_search_is_written(client: Client, cy, bo):
    theirs = follow(bo, "q=robots")
    client.force_login(cy)

    made = post(client, "subscribe/", SENT).json()
    again = post(client, "subscribe/", SENT | {"topic": ["Math", "Physics"], "sortby": "-views", "limit": 3}).json()
    checked = client.get(f"{BASE}check/?free=true&topic=Math&topic=Physics&q=Robots&offset=20&sortby=new").json()
    listed = client.get(f"{BASE}?topic=Physics").json()

    assert [made["id"]] == [again["id"]] == [one["id"] for one in checked] == [one["id"] for one in listed]
    assert made["original_query"] == {"q": ["robots"], "topic": ["Math", "Physics"], "free": ["true"]}
    assert (made["source_type"], made["display_label"]) == (SENT["source_type"], "“robots”, Math, Physics, Free")
    assert client.get(f"{BASE}check/?q=robots").json() == []
    other = "source_type=search_subscription_type"
    assert client.get(f"{BASE}check/?q=robots&topic=Math&topic=Physics&free=true&{other}").json() == []

    assert client.delete(f"{BASE}{theirs.pk}/unsubscribe/").status_code == 404
    assert client.delete(f"{BASE}{made['id']}/unsubscribe/").json() == made["original_query"]
    post(client, "subscribe/", SENT)
    assert post(client, "unsubscribe/", {"free": True, "topic": ["Physics", "Math"], "q": "robots"}).status_code == 200
    assert post(client, "unsubscribe/", SENT).status_code == 404
    assert list(Subscription.objects.all()) == [theirs]


def test_what_makes_no_sense_is_refused_by_name(client: Client, cy):
    assert client.get(BASE).status_code == 403
    client.force_login(cy)
    assert "foo" in client.get(f"{BASE}check/?foo=1").json()["detail"]
    assert post(client, "subscribe/", {"platform": ["spaceship"]}).json()["platform"] == [
        '"spaceship" is not a valid choice.'
    ]


def test_a_profile_is_read_and_changed_by_its_owner(client: Client, cy):
    physics = topics.topic(["Physics"])
    assert client.get("/api/v1/profiles/me/").status_code == 403
    client.force_login(cy)
    sent = {"topic_interests": [physics.pk], "goals": ["career-growth"], "time_commitment": "0-to-5-hours"}
    client.patch("/api/v1/profiles/me/", json.dumps(sent), content_type="application/json")
    refused = client.patch("/api/v1/profiles/me/", '{"topic_interests": [999999]}', content_type="application/json")

    assert refused.status_code == 400
    mine = client.get("/api/v1/profiles/me/").json()
    assert mine["topic_interests"] == [{"id": physics.pk, "name": "Physics"}]
    assert (mine["goals"], mine["time_commitment"], mine["delivery"]) == (["career-growth"], "0-to-5-hours", [])

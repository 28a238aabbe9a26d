"""Following searches and pages: the same search is followed once, however it is written."""

import re

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.learn.domain.following import normal, subscribing, unsubscribing
from learnstead.learn.domain.topics import topic
from learnstead.learn.models import FollowedQuery, Subscription
from tests.learn.following.conftest import follow, new

pytestmark = pytest.mark.django_db


SAME = [
    "q=robots&topic=Physics&topic=Math&free=true",
    "free=true&topic=Math&topic=Physics&q=robots",
    "q=+Robots+&topic=math&topic=Physics&topic=Math&free=true&sortby=-views&limit=3&offset=6&page=2",
    "q=robots&free=true&topic=Physics&topic=Math&mode=semantic&yearly_decay_percent=5&min_score=3&aggregations=topic",
]


@pytest.mark.parametrize("written", SAME)
def test_scenario_41_the_same_search_is_one_subscription_however_it_is_written(cy, written):
    first = follow(cy, SAME[0])
    assert follow(cy, written) == first
    assert subscribing.following(user=cy, parameters=normal.of_address(written)) == first
    assert (Subscription.objects.count(), FollowedQuery.objects.count()) == (1, 1)


@pytest.mark.parametrize("other", ["q=robots&topic=Physics", "q=robot&topic=Physics&topic=Math&free=true", ""])
def test_another_search_is_another_subscription(cy, other):
    assert follow(cy, other) != follow(cy, SAME[0])


def test_two_people_share_the_query_and_it_goes_with_the_last(cy, bo):
    hers, his = follow(cy, SAME[0]), follow(bo, SAME[1])
    assert hers.query == his.query
    subscribing.unfollow(hers)
    assert FollowedQuery.objects.count() == 1
    subscribing.unfollow(his)
    assert FollowedQuery.objects.count() == 0


def test_scenario_43_a_page_that_finds_by_another_search_takes_its_followers_along(cy, bo):
    page = topic(["Physics"])
    old = subscribing.follow_channel(user=cy, key="topic:physics", at=clock.now())
    page.name = "Natural Philosophy"
    page.save()
    subscribing.follow_channel(user=bo, key="topic:physics", at=clock.now())
    follow(cy, "topic=Natural+Philosophy")

    assert subscribing.realign(at=clock.now()) == 1

    assert [one.query.parameters for one in Subscription.objects.all()] == [{"topic": ["Natural Philosophy"]}] * 2
    assert not FollowedQuery.objects.filter(pk=old.query_id).exists()
    page.delete()
    assert subscribing.realign(at=clock.now()) == 1
    assert [one.user for one in Subscription.objects.all()] == [cy]


def test_what_is_followed_can_be_seen_and_left(client: Client, cy, bo):
    theirs = follow(bo, "q=tides")
    client.force_login(cy)

    client.post("/following/follow/", {"query": "q=robots&free=true&sortby=new", "next": "/search/?q=robots"})
    page = client.get("/following/").content.decode()
    mine = Subscription.objects.filter(user=cy).get()

    assert "“robots”, Free" in page
    assert 'href="/search/?q=robots&amp;free=true"' in page
    assert client.post(f"/following/{theirs.pk}/unfollow/").status_code == 404
    assert client.post(f"/following/{mine.pk}/unfollow/", {"next": "//evil.example/"})["Location"] == "/following/"
    assert list(Subscription.objects.all()) == [theirs]
    assert "Nothing yet" in client.get("/following/").content.decode()


def test_who_has_to_sign_in_first_is_asked_again_and_returns(client: Client, cy):
    new("Waves", "Physics")
    page = client.get("/catalogue/topics/physics/").content.decode()
    address = re.search(r'href="(/following/follow/[^"]+)"', page).group(1).replace("&amp;", "&")
    assert client.get(address)["Location"].startswith("/sign-in/?next=/following/follow/")

    client.force_login(cy)
    asked = client.get(address)
    assert "Follow Physics?" in asked.content.decode()
    done = client.post("/following/follow/", {name: asked.context[name] for name in ("channel", "query", "next")})

    assert done["Location"] == "/catalogue/topics/physics/"
    assert "Following" in client.get(done["Location"]).content.decode()


def test_scenario_41_one_click_works_signed_out_for_that_person_and_that_subscription_only(cy, bo):
    mine, other, theirs = follow(cy, "q=tides"), follow(cy, "q=waves"), follow(bo, "q=tides")
    link = f"/unsubscribe/{unsubscribing.token(unsubscribing.settings_of(cy), mine)}/"
    stranger = Client(enforce_csrf_checks=True)

    assert "Stop following “tides”?" in stranger.get(link).content.decode()
    assert Subscription.objects.count() == 3
    for _ in range(2):
        assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert set(Subscription.objects.all()) == {other, theirs}


def test_one_click_for_all_digests_keeps_what_is_followed(cy, client: Client):
    follow(cy, "q=tides")
    link = f"/unsubscribe/{unsubscribing.token(unsubscribing.settings_of(cy))}/"
    client.post(link, {"List-Unsubscribe": "One-Click"})
    assert not unsubscribing.settings_of(cy).digests
    assert Subscription.objects.filter(user=cy).count() == 1

    client.force_login(cy)
    client.post("/following/mail/", {"digests": "on"})
    client.post("/following/mail/", {"revoke": "1"})
    assert client.post(link).status_code == 410
    assert unsubscribing.settings_of(cy).digests


@pytest.mark.parametrize("token", ["x", "WzEsMCwiYSJd:1:forged", "%00"])
def test_a_forged_link_does_nothing(client: Client, token):
    assert client.post(f"/unsubscribe/{token}/").status_code in {404, 410}

"""What learners say of themselves, and what is recommended to them and why."""

from datetime import timedelta

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.learn.domain import indexing, topics
from learnstead.learn.domain.following import profiles, recommending, subscribing
from learnstead.learn.domain.following.recommending import Means
from learnstead.learn.models import LearnerProfile, RecentView, Subscription, UserList, UserListItem
from learnstead.people.models import User
from learnstead.ports.services import services
from tests.learn.following.conftest import new

pytestmark = pytest.mark.django_db
LONG_AGO = clock.now() - timedelta(days=300)


def shelf(subject: str, how_many: int, **more):
    return [new(f"{subject} {number}", subject, at=LONG_AGO, **more) for number in range(1, how_many + 1)]


def recommended(user: User, **more) -> dict[str, list[str]]:
    """Titles by reason."""
    given = services()
    means = Means(index=given.search, encoder=given.encoder, vectors=given.vectors)
    found: dict[str, list[str]] = {}
    for one in recommending.recommend(user, means=means, **more):
        found.setdefault(one.reason, []).append(one.card.resource.title)
    return found


def test_each_recommendation_says_why_and_no_reason_speaks_for_all(cy):
    physics, art, history = shelf("Physics", 6), shelf("Art", 6), shelf("History", 2)
    indexing.rebuild(index=services().search)
    profiles.answer(cy, {"topic_interests": [str(topics.topic(["Physics"]).pk)]}, at=clock.now())
    subscribing.follow_channel(user=cy, key="topic:art", at=clock.now())
    saved = UserList.objects.create(owner=cy, title="Later", created_at=LONG_AGO, changed_at=LONG_AGO)
    UserListItem.objects.create(list=saved, resource=history[0], position=0, added_at=LONG_AGO)
    RecentView.objects.create(user=cy, resource=physics[0], at=clock.now())

    found = recommended(cy, per_reason=2)

    assert found.keys() == {
        "Similar to “History 1”, on your list “Later”",
        "Because you follow Art",
        "Because you looked at “Physics 1”",
        "Because Physics interests you",
    }
    shown = [title for titles in found.values() for title in titles]
    assert len(shown) == len(set(shown))
    assert not {"History 1", "Physics 1"} & set(shown)
    assert max(map(len, found.values())) == 2
    assert set(found["Because you follow Art"]) < {one.title for one in art}
    assert [len(titles) for titles in recommended(cy, limit=3).values()] == [1, 1, 1]


def test_what_fits_the_wishes_goes_first(cy):
    shelf("Physics", 2)
    new("Certified Physics", "Physics", at=LONG_AGO, certification=True)
    indexing.rebuild(index=services().search)
    answers = {"topic_interests": [str(topics.topic(["Physics"]).pk)], "certificate_desired": ["yes"]}
    profiles.answer(cy, answers, at=clock.now())
    assert recommended(cy)["Because Physics interests you"][0] == "Certified Physics"


def test_without_an_index_or_a_reason_nothing_is_recommended(cy):
    assert recommended(cy) == {}
    profiles.answer(cy, {"topic_interests": [str(topics.topic(["Physics"]).pk)]}, at=clock.now())
    assert recommended(cy) == {}


def test_a_learner_is_greeted_once_and_answers_step_by_step(client: Client, cy):
    shelf("Physics", 2)
    physics = topics.topic(["Physics"])
    indexing.rebuild(index=services().search)
    client.force_login(cy)
    assert "What would you like to learn?" in client.get("/").content.decode()

    assert "Physics" in client.get("/welcome/").content.decode()
    first = client.post("/welcome/1/", {"topic_interests": [physics.pk]})
    second = client.post("/welcome/2/", {"goals": ["career-growth"], "certificate_desired": "maybe"})
    third = client.post("/welcome/3/", {"delivery": ["online", "in_person"], "current_education": ""})

    assert (first["Location"], second.status_code, third["Location"]) == ("/welcome/2/", 400, "/recommendations/")
    profile = profiles.as_values(LearnerProfile.objects.get(user=cy))
    assert profile["topic_interests"] == [{"id": physics.pk, "name": "Physics"}]
    assert (profile["goals"], profile["delivery"]) == ([], ["online", "in_person"])
    assert profile["completed_onboarding"]
    for page in ("/", "/recommendations/"):
        assert "Because Physics interests you" in client.get(page).content.decode()


def test_the_questions_can_be_skipped_and_are_not_asked_again(client: Client, cy):
    client.force_login(cy)
    client.post("/welcome/1/", {"skip": "1"})
    assert "What would you like to learn?" not in client.get("/").content.decode()
    assert "know you yet" in client.get("/recommendations/").content.decode()


def test_looking_at_something_counts_unless_one_does_not_want_it(client: Client, cy):
    waves = new("Waves", "Physics")
    client.force_login(cy)
    for _ in range(2):
        client.get(waves.get_absolute_url())
    assert [view.resource for view in RecentView.objects.filter(user=cy)] == [waves]

    client.post("/account/interests/", {"goals": ["lifelong-learning"]})
    client.get(waves.get_absolute_url())
    assert not RecentView.objects.exists()


def test_everything_known_of_a_learner_can_be_taken_and_deleted(client: Client, cy, bo):
    waves = new("Waves", "Physics")
    for user in (cy, bo):
        client.force_login(user)
        client.get(waves.get_absolute_url())
        client.post("/following/follow/", {"query": "q=tides"})
        client.post("/welcome/2/", {"goals": ["career-growth"]})
    client.force_login(cy)

    taken = client.get("/account/data/download").json()
    client.post("/account/data/", {"sure": "yes"})

    assert taken["following"][0]["label"] == "“tides”"
    assert (taken["profile"]["goals"], taken["viewed"][0]["title"]) == (["career-growth"], "Waves")
    for kept in (Subscription, LearnerProfile, RecentView):
        assert {one.user for one in kept.objects.all()} == {bo}


def test_pages_of_a_person_ask_strangers_to_sign_in_and_staff_pages_refuse_learners(client: Client, cy):
    for page in ("/following/", "/following/next-digest/", "/account/interests/", "/recommendations/", "/welcome/"):
        assert client.get(page)["Location"].startswith("/sign-in/")
    client.force_login(cy)
    assert client.get("/manage/mails/").status_code == 403

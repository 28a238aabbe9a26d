"""Staff say what the words of sources mean: seen at once, kept by later releases, taken back."""

from html import unescape

import pytest
from django.test import Client

from learnstead.learn.domain import releases
from learnstead.learn.models import LearningResource
from learnstead.people.models import User
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.source_releases import NOON, course, lay_down

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PAGE = "/manage/topics/"


def bring(number: int, **more: object) -> None:
    record = course("tides", offered_by="ocw", topics=["Physics"], topic_words=["Tidal Lore"], **more)
    release = lay_down(services().objects, number, {"all": [record]})
    releases.apply_release(
        source="library", release=release, objects=services().objects, queue=services().queue, at=NOON
    )
    waiting_jobs.work_off()


def topics() -> set[str]:
    return set(LearningResource.objects.get().topics.values_list("name", flat=True))


def page(client: Client, address: str = PAGE) -> str:
    return unescape(client.get(address).content.decode())


def test_a_word_is_given_a_topic_at_once_and_for_later_releases_and_loses_it_again() -> None:
    staff = Client()
    staff.force_login(User.objects.create_user("sam", is_staff=True))
    bring(1)
    unknown = page(staff)
    assert "Tidal Lore" in unknown[: unknown.index('id="said"')]
    assert "What Physics means" not in unknown

    refused = staff.post(PAGE, {"word": "Tidal Lore", "offered_by": "ocw", "topic": "Sea shanties"})
    assert refused.status_code == 400
    assert "is not a topic" in refused.content.decode()
    staff.post(PAGE, {"word": "Tidal Lore", "offered_by": "ocw", "topic": "Earth Science"})
    waiting_jobs.work_off()
    assert topics() == {"Physics", "Earth Science"}
    assert "Course tides" in page(Client(), "/search/?topic=Earth+Science")
    assert "What Tidal Lore means" not in page(staff)

    bring(2, title="Tides, again")
    assert topics() == {"Physics", "Earth Science"}

    said = unescape(staff.get(PAGE).content.decode())
    key = said.split('name="remove" value="')[1].split('"')[0]
    staff.post(PAGE, {"remove": key})
    assert topics() == {"Physics"}
    staff.post(PAGE, {"restore": key})
    assert topics() == {"Physics", "Earth Science"}


def test_only_staff_say_what_words_mean() -> None:
    bob = Client()
    bob.force_login(User.objects.create_user("bob"))
    assert bob.get(PAGE).status_code == 403
    assert bob.post(PAGE, {"word": "x", "topic": "Physics"}).status_code == 403
    assert Client().get(PAGE).status_code == 302

"""Flows played through for real, without a worker."""

from pathlib import Path

import pytest

from learnstead.config.course_import import import_and_commit
from learnstead.flows.author_saves import FLOW as SAVES
from learnstead.flows.ingest_source import FLOW as INGESTS
from learnstead.flows.publish_site import FLOW as PUBLISHES
from learnstead.flows.replaying import REPLAYS, replay_author_saves, replay_publish_site
from learnstead.flows.table import EVENTS, FLOWS
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.studio.domain.rehearsal import NothingToRehearse
from learnstead.studio.models import Content, Site
from tests.course_sites import PAGES, make_site
from tests.small_site import write

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_flow_is_in_the_table_under_its_event() -> None:
    assert FLOWS == {"author-saves": SAVES, "publish-site": PUBLISHES, "ingest-source": INGESTS}
    assert EVENTS == {
        "save pressed": "author-saves",
        "publish requested": "publish-site",
        "source due": "ingest-source",
    }
    assert set(REPLAYS) == set(FLOWS)


@pytest.fixture
def course(tmp_path: Path) -> Site:
    User.objects.create_user("ada", name="Ada")
    return import_and_commit(str(write(tmp_path / "clocks-1", PAGES)), owner="ada").site


@pytest.mark.slow
def test_an_author_saves(course: Site) -> None:
    before = Content.objects.get(site=course, filename="gears").markdown
    steps = replay_author_saves(site=course.name, services=services())
    assert {step.step: step.asynchronous for step in steps} == {"save": False, "preview": False, "commit": True}
    assert next(step for step in steps if step.step == "preview").result["problems"] == []
    assert Content.objects.get(site=course, filename="gears").markdown == before


def test_a_site_is_published() -> None:
    site = make_site()
    steps = replay_publish_site(site=site.name, services=services())
    assert [step.step for step in steps] == ["commit", "build", "check", "store", "switch"]


def test_without_a_course_there_is_nothing_to_play() -> None:
    with pytest.raises(NothingToRehearse, match="course import"):
        replay_author_saves(site=None, services=services())

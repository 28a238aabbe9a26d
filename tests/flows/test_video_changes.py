"""A change of a public video reaches the catalogue's source, where that reads our own list."""

from dataclasses import replace

import pytest

from learnstead.config.outside import ConfiguredOutside
from learnstead.data.sources import ovs
from learnstead.flows import ingest_source
from learnstead.ports.jobs import JOBS
from learnstead.ports.services import install, services
from learnstead.video.models import Video
from tests import waiting_jobs
from tests.video.cast import collection, person, video

pytestmark = pytest.mark.django_db


@pytest.fixture
def reads_us(tmp_path):
    """The source ``ovs`` is set to this installation."""
    before = services()
    outside = ConfiguredOutside(scratch=tmp_path, env={"LEARNSTEAD_SOURCE_OVS_ADDRESS": before.url})
    install(replace(before, outside=outside))
    yield
    install(before)


@pytest.fixture
def shown() -> Video:
    waiting_jobs.forget()
    return video(collection(person("owner"), include_in_learn=True), is_public=True)


def runs_asked_for() -> list[str]:
    """Tell what changed, deliver it, and say for which sources a run was asked for."""
    JOBS["video.tell"].work()
    waiting_jobs.work_off(only="video.announce")
    asked = [arguments["source"] for name, arguments in waiting_jobs.waiting() if name == ingest_source.INGEST_JOB]
    waiting_jobs.forget()
    return asked


def test_publishing_and_withdrawing_have_the_list_read_again(reads_us, shown):
    assert runs_asked_for() == [ovs.NAME]
    assert runs_asked_for() == []
    Video.objects.filter(pk=shown.pk).update(is_public=False, updated_at=shown.updated_at.replace(hour=13))
    assert runs_asked_for() == [ovs.NAME]


def test_a_catalogue_that_reads_another_installation_is_not_told(shown):
    assert runs_asked_for() == []

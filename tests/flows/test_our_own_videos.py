"""A demo's catalogue has the videos that are made in it, through our own public list and webhook."""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from learnstead.adapters.egress.waiting import Time
from learnstead.config.outside import ConfiguredOutside
from learnstead.data.sources import ovs
from learnstead.flows import ingest_source
from learnstead.learn.models import LearningResource
from learnstead.ports.egress import FetchRefused, Request
from learnstead.ports.jobs import JOBS
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import install, services
from learnstead.video.domain import visibility
from tests import waiting_jobs
from tests.video.cast import caption, collection, person, video

pytestmark = pytest.mark.slow

SPOKEN = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHigh water. For a while the level hardly moves.\n"
SAMPLES = "http://127.0.0.1:9"  # nobody answers there


def demo(folder, home, **env):
    return ConfiguredOutside(scratch=folder, env=env, feeds=SAMPLES, home=home, time=Time(sleep=lambda _seconds: None))


@pytest.fixture
def here(live_server, tmp_path):
    """A running demo."""
    waiting_jobs.forget()
    before = services()
    outside = demo(tmp_path, live_server.url)
    install(replace(before, url=live_server.url, outside=outside))
    yield
    install(before)
    outside.egress(replay="", source=ovs.NAME).close()  # else the server keeps its connection, and a database with it
    before.objects.delete("taken-back")


@pytest.fixture
def film(here):
    made = video(
        collection(person("ada"), title="Harbour films", include_in_learn=True), title="A tide", is_public=True
    )
    caption(made)
    services().objects.put(f"video/delivery/{made.hexkey}/1/captions/en-1.vtt", SPOKEN)
    visibility.follow(made, objects=services().objects)
    yield made
    services().objects.delete("video")


def told() -> list[str]:
    """Tell what changed, and do all that follows."""
    JOBS["video.tell"].work()
    return waiting_jobs.work_off()


@pytest.mark.django_db(transaction=True)
def test_a_film_of_the_demo_can_be_watched_and_read_in_its_catalogue_until_it_is_withdrawn(film):
    done = told()
    assert {"video.announce", ingest_source.INGEST_JOB, ingest_source.ANNOUNCE_JOB} <= set(done)
    page = LearningResource.objects.get(title="A tide").get_absolute_url()
    shown = Client().get(page).content.decode()
    assert f'src="/videos/{film.hexkey}/embed/' in shown
    assert "For a while the level hardly moves." in shown
    assert not services().ledger.scopes(ovs.NAME)[0].demo
    for is_public, status in ((False, HTTPStatus.GONE), (True, HTTPStatus.OK)):
        film.is_public, film.updated_at = is_public, film.updated_at + timedelta(hours=1)
        film.save()
        told()
        assert (is_public, Client().get(page).status_code) == (is_public, status)


@pytest.mark.django_db
def test_only_the_source_that_reads_us_may_reach_us_and_only_at_our_port(tmp_path):
    outside = demo(tmp_path, "http://127.0.0.1:8500")
    ours = outside.egress(replay="", source=ovs.NAME)
    for egress, port in (
        (ours, 8501),
        (outside.egress(replay=""), 8500),
        (outside.egress(replay="", source="ocw"), 8500),
    ):
        with pytest.raises(FetchRefused, match="inside a private network"):
            egress.send(Request(url=f"http://127.0.0.1:{port}/"))


@pytest.mark.django_db
def test_a_source_that_is_told_another_address_reads_samples_in_a_demo(tmp_path):
    elsewhere = demo(tmp_path, "http://127.0.0.1:8500", LEARNSTEAD_SOURCE_OVS_ADDRESS="https://video.example.org")
    given = replace(services(), outside=elsewhere)
    begun = ingest_source.begin(source=ovs.NAME, services=given, trigger="command")
    assert (begun.demo, begun.replay, begun.outcome) == (True, SAMPLES, Outcome.RUNNING)
    replayed = demo(tmp_path, "http://127.0.0.1:8500", LEARNSTEAD_REPLAY="http://127.0.0.1:10")
    assert not replayed.lives_here(ovs.NAME)

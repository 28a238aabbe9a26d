"""A file is fetched from an address, from a real server."""

import re

import pytest

from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.remote_files.web import WebFiles
from learnstead.ports.egress import FetchFailed
from learnstead.ports.intake import IntakeRules
from learnstead.video.domain.intake import fetching
from learnstead.video.models import Incoming
from tests.adapters.egress.server import says
from tests.adapters.remote_files.server import Film
from tests.video.intake.conftest import FILM, NOON, left_in
from tests.waiting_jobs import waiting

ADDRESS = "http://films.example/a%20river.mp4"


@pytest.fixture
def film(world):
    film = Film(FILM)
    world.acts["/a%20river.mp4"] = [film]
    return film


@pytest.fixture
def incoming(begin):
    return begin(length=None, way=Incoming.Way.ADDRESS, address=ADDRESS, name="film")


@pytest.fixture
def fetch(objects, queue, world, clock, tmp_path, incoming):
    def fetch(rules=IntakeRules()):  # noqa: B008 - frozen
        files = WebFiles(HttpEgress(scratch=tmp_path / "scratch", replay=world.url, time=clock.time()))
        given = {"objects": objects, "queue": queue, "now": lambda: NOON, "rules": rules}
        try:
            fetching.fetch(Incoming.objects.get(pk=incoming.pk), files=files, **given)
        finally:
            incoming.refresh_from_db()

    return fetch


def test_a_film_is_fetched_in_pieces_and_kept(film, fetch, keep, incoming, objects, tmp_path):
    fetch()
    assert (incoming.state, incoming.name, incoming.parts.count()) == ("arrived", "a river.mp4", 3)
    assert objects.get(keep(incoming)[0].original) == FILM
    assert list((tmp_path / "scratch").iterdir()) == []
    assert [name for name, _ in waiting()] == ["video.keep", "video.transcode"]


def test_what_broke_off_goes_on_where_it_stopped(film, fetch, incoming, world):
    world.acts["/a%20river.mp4"] = [film, says(status=503), says(status=503), says(status=503), says(status=503)]
    with pytest.raises(FetchFailed):
        fetch()
    assert (incoming.received, incoming.state) == (400, "receiving")
    world.acts["/a%20river.mp4"] = [film]
    fetch()
    assert incoming.state == "arrived"
    assert [got.headers["range"].partition("-")[0] for got in world.got[-2:]] == ["bytes=400", "bytes=800"]


def test_a_film_that_changes_meanwhile_is_fetched_anew(film, fetch, keep, incoming, world, objects):
    world.acts["/a%20river.mp4"] = [film, *[says(status=503)] * 4]
    with pytest.raises(FetchFailed):
        fetch()
    film.film, film.etag = FILM + b"better", '"two"'
    world.acts["/a%20river.mp4"] = [film]
    fetch()
    assert objects.get(keep(incoming)[0].original) == FILM + b"better"
    assert left_in(objects) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says(status=404), "404"),
        (says(b"<p>", content_type="text/html"), "is a page"),
        (says(b"x" * 2000), "2,000|more than 1,900"),
        (says(b""), "empty"),
    ],
)
def test_what_cannot_be_had_is_told_to_whoever_asked(answer, words, fetch, incoming, world, objects):
    world.acts["/a%20river.mp4"] = [answer]
    fetch(IntakeRules(most_bytes=1900))
    assert (incoming.state, incoming.video.status) == ("refused", "Upload failed")
    assert re.search(words, incoming.video.message)
    assert left_in(objects) == []

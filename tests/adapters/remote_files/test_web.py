"""Files behind an address."""

import pytest

from learnstead.adapters.remote_files.web import WebFiles
from learnstead.ports.egress import FetchFailed, FetchRefused
from tests.adapters.egress.server import says
from tests.adapters.remote_files.server import Film

FILM = bytes(range(256)) * 4
ADDRESS = "http://films.example/a%20film.mp4"


@pytest.fixture
def film(world):
    film = Film(FILM)
    world.acts["/a%20film.mp4"] = [film]
    return film


@pytest.fixture
def files(client, world):
    return WebFiles(client(replay=world.url))


def piece(files, *, start=0, version="", most_bytes=10_000):
    return files.piece(ADDRESS, start=start, version=version, most_bytes=most_bytes)


def test_a_film_is_fetched_in_pieces(files, film):
    first = piece(files)
    second = piece(files, start=400, version=first.version)
    assert (first.name, first.total, first.media_type) == ("a film.mp4", 1024, "video/mp4")
    assert first.body.read_bytes() + second.body.read_bytes() == FILM[:800]


def test_a_film_that_changed_meanwhile_is_sent_whole(files, film):
    film.etag = '"two"'
    again = piece(files, start=400, version='"one"')
    assert (again.start, again.size, again.version) == (0, 1024, '"two"')


def test_a_film_that_became_shorter_begins_again(files, film):
    assert piece(files, start=5000).start == 0


def test_a_server_without_ranges_sends_everything(files, world):
    world.acts["/a%20film.mp4"] = [says(FILM, content_disposition='attachment; filename="my/film.webm"')]
    found = piece(files)
    assert (found.start, found.size, found.total, found.name, found.version) == (0, 1024, 1024, "film.webm", "")


def test_a_page_about_a_film_is_not_the_film(files, world):
    world.acts["/a%20film.mp4"] = [says(b"<html>", content_type="text/html; charset=utf-8")]
    with pytest.raises(FetchRefused, match=r"a page \(text/html\) and no video"):
        piece(files)


def test_too_large_a_film_is_refused(files, film):
    with pytest.raises(FetchRefused, match="at most 1,000"):
        piece(files, most_bytes=1000)


def test_an_empty_film_is_refused(files, film):
    film.film = b""
    with pytest.raises(FetchRefused, match="is empty"):
        piece(files)


def test_a_part_of_unknown_place_is_not_believed(files, world):
    world.acts["/a%20film.mp4"] = [says(FILM, 206)]
    with pytest.raises(FetchFailed, match="did not say which"):
        piece(files)
    world.acts["/a%20film.mp4"] = [says(FILM, 206, content_range="bytes 0-9/1024")]
    with pytest.raises(FetchFailed, match="promised 10 bytes"):
        piece(files)


@pytest.mark.parametrize("inside", ["http://10.0.0.7/film.mp4", "http://[::1]/film.mp4", "http://169.254.169.254/a"])
def test_an_address_inside_our_network_is_never_asked(client, inside):
    with pytest.raises(FetchRefused):
        WebFiles(client(internal=[], resolve=lambda host, _: [host])).piece(
            inside, start=0, version="", most_bytes=1000
        )

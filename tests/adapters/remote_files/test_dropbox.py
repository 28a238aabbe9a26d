"""Shared links of Dropbox: a real client against a server that throttles, cuts off and forgets tokens."""

from datetime import timedelta

import pytest

from learnstead.adapters.remote_files.dropbox import DropboxApp, DropboxFiles, direct, is_shared_link
from learnstead.ports.egress import FetchRefused
from tests.adapters.egress.conftest import NOON
from tests.adapters.egress.server import says
from tests.adapters.remote_files.server import CONTENT, TOKEN, Dropbox

FILM = bytes(range(256)) * 4
APP = DropboxApp(key="app", secret="app-secret", refresh_token="lasting")


@pytest.fixture
def dropbox(world):
    dropbox = Dropbox(FILM)
    world.acts.update(dropbox.acts())
    return dropbox


@pytest.fixture
def moment():
    return [NOON]


@pytest.fixture
def files(client, world, moment):
    return DropboxFiles(client(replay=world.url), app=APP, now=lambda: moment[0])


def fetched(files, dropbox, *, start=0, version=""):
    film = b""
    while True:
        piece = files.piece(dropbox.link, start=start, version=version, most_bytes=10_000)
        film = film[: piece.start] + piece.body.read_bytes()
        start, version = piece.start + piece.size, piece.version
        if start == piece.total:
            return film, piece


def test_a_film_is_fetched_in_pieces_with_one_token(files, dropbox, world):
    film, piece = fetched(files, dropbox)
    assert film == FILM
    assert (piece.name, piece.total, piece.version) == ("Lecture 1.mp4", len(FILM), "r1")
    assert [got.path for got in world.got] == [TOKEN, CONTENT, CONTENT, CONTENT]
    assert world.got[1].headers["x-replay-host"] == "content.dropboxapi.com"


def test_a_token_that_was_withdrawn_is_exchanged_once(files, dropbox):
    fetched(files, dropbox)
    dropbox.good = set()
    assert fetched(files, dropbox)[0] == FILM
    assert dropbox.given == ["token-1", "token-2"]


def test_a_token_is_exchanged_before_it_ends(files, dropbox, moment):
    fetched(files, dropbox)
    moment[0] += timedelta(hours=4)
    fetched(files, dropbox)
    assert dropbox.given == ["token-1", "token-2"]


def test_an_account_that_was_closed_is_not_asked_for_ever(files, dropbox, world):
    dropbox.refused = [says(status=401)] * 9
    with pytest.raises(FetchRefused, match="401"):
        fetched(files, dropbox)
    assert len(world.got) == 4


def test_throttling_is_waited_out_as_long_as_the_server_asks(files, dropbox, clock):
    dropbox.refused = [says(status=429, retry_after="17")]
    assert fetched(files, dropbox)[0] == FILM
    assert 17.0 in clock.slept


def test_a_connection_that_is_cut_in_the_middle_costs_one_piece(files, dropbox):
    dropbox.cut = 100
    assert fetched(files, dropbox)[0] == FILM


def test_what_was_fetched_goes_on_where_it_stopped(files, dropbox, world):
    piece = files.piece(dropbox.link, start=800, version="r1", most_bytes=10_000)
    assert (piece.start, piece.body.read_bytes()) == (800, FILM[800:])
    assert world.got[-1].headers["range"].startswith("bytes=800-")


def test_a_film_that_was_replaced_meanwhile_is_fetched_anew(files, dropbox):
    dropbox.rev = "r2"
    piece = files.piece(dropbox.link, start=800, version="r1", most_bytes=10_000)
    assert (piece.start, piece.version) == (0, "r2")


def test_a_link_that_is_not_shared_any_more_is_refused_in_words_for_its_owner(files, dropbox):
    with pytest.raises(FetchRefused, match="withdrawn, expired"):
        files.piece("https://www.dropbox.com/s/gone", start=0, version="", most_bytes=10_000)


def test_too_large_a_film_is_refused_with_its_first_piece(files, dropbox, tmp_path):
    with pytest.raises(FetchRefused, match="1,024 bytes; at most 1,000"):
        files.piece(dropbox.link, start=0, version="", most_bytes=1000)
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://www.dropbox.com/s/abc/film.mp4", True),
        ("https://dropbox.com/s/abc", True),
        ("https://dropbox.com.example/s/abc", False),
        ("https://notdropbox.com/s/abc", False),
        ("no address", False),
    ],
)
def test_links_of_dropbox_are_known_by_their_host(address, is_one):
    assert is_shared_link(address) is is_one


def test_without_an_app_a_link_is_made_one_to_the_file():
    assert direct("https://www.dropbox.com/s/abc/a%20film.mp4?rlkey=k&dl=0") == (
        "https://www.dropbox.com/s/abc/a%20film.mp4?rlkey=k&dl=1"
    )

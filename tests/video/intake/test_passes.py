"""Who was let in a moment ago is not asked everything again with each piece of a file."""

import pytest
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory

from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.video.models import Collection, Incoming
from learnstead.video.web.intake.passes import LASTS_SECONDS, MOST, Passes
from tests.video.intake.conftest import FILM, SIZE
from tests.video.intake.test_tus import STREAM, add, ask, begun, browser  # noqa: F401 - fixtures

ADA = {"Cookie": "sessionid=ada", "X-CSRFToken": "ours", "Host": "learn.example.org"}


def piece(start=10, size=10, path="/videos/uploads/a", method="patch", kind=STREAM, **said):
    headers = ADA | {"Upload-Offset": str(start)} | {name.replace("_", "-"): value for name, value in said.items()}
    return getattr(RequestFactory(), method)(path, bytes(size), content_type=kind, headers=headers)


@pytest.fixture
def time():
    return [0.0]


@pytest.fixture
def passes(time):
    passes = Passes(lambda: time[0])
    passes.give(piece(start=0), Incoming(length=100, received=10))
    return passes


def test_the_next_piece_of_who_was_let_in_is_let_in(passes):
    assert passes.of(piece()).received == 10
    assert passes.of(piece(Upload_Checksum="sha1 AAAA")).received == 10
    passes.go_on(piece(), Incoming(length=100, received=20))
    assert passes.of(piece()) is None
    assert passes.of(piece(start=20)).received == 20


@pytest.mark.parametrize(
    "other",
    [
        {"Cookie": "sessionid=bo"},
        {"X_CSRFToken": "theirs"},
        {"Origin": "https://elsewhere.example"},
        {"Upload_Length": "100"},
        {"kind": "video/mp4"},
        {"method": "post"},
        {"path": "/videos/uploads/b"},
        {"start": 0},
        {"start": "many"},
        {"size": 0},
        {"size": 90},
    ],
    ids=str,
)
def test_everything_else_is_asked_everything(passes, other):
    assert passes.of(piece(**other)) is None


def test_a_pass_is_good_for_seconds_however_often_it_is_used(passes, time):
    time[0] = LASTS_SECONDS - 1
    passes.go_on(piece(), Incoming(length=100, received=10))
    assert passes.of(piece())
    time[0] = LASTS_SECONDS
    assert passes.of(piece()) is None


def test_there_are_not_more_passes_than_a_process_can_remember(passes, time):
    for number in range(MOST + 1):
        passes.give(piece(path=f"/videos/uploads/{number}"), Incoming(length=100, received=10))
    assert passes.of(piece(path=f"/videos/uploads/{MOST}")) is None
    time[0] = LASTS_SECONDS
    passes.give(piece(path="/videos/uploads/new"), Incoming(length=100, received=10))
    assert passes.of(piece(path="/videos/uploads/new"))


def test_pieces_in_between_ask_the_database_once_and_the_last_is_asked_everything(
    begun,  # noqa: F811 - the fixture
    add,  # noqa: F811 - the fixture
    django_assert_max_num_queries,
):
    url = begun()["Location"]
    assert add(url, FILM[:100], 0).status_code == 204
    with django_assert_max_num_queries(1):
        answer = add(url, FILM[100:200], 100)
    assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (204, "200", "1.0.0")
    bo = Client()
    bo.force_login(User.objects.create_user("bo", "bo@example.org"))
    assert add(url, FILM[200:300], 200, by=bo).status_code == 404
    Collection.objects.update(owner=User.objects.get(username="bo"))
    assert add(url, FILM[200:300], 200).status_code == 204
    assert add(url, FILM[300:], 300).status_code == 404
    assert Incoming.objects.get().received == 300 < SIZE


def test_a_cancelled_upload_takes_no_more_pieces(begun, add, ask):  # noqa: F811 - fixtures
    url = begun()["Location"]
    assert add(url, FILM[:100], 0).status_code == 204
    assert ask("DELETE", url).status_code == 204
    assert add(url, FILM[100:200], 100).status_code == 410
    assert ask("HEAD", url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_piece_that_finds_the_database_gone_is_sent_again(begun, add, ask):  # noqa: F811 - fixtures
    url = begun()["Location"]
    assert add(url, FILM[:100], 0).status_code == 204
    connection.connection.close()
    gone = add(url, FILM[100:200], 100)
    assert (gone.status_code, gone.json()["reason"]) == (503, "try-again")
    close_old_connections()
    assert ask("HEAD", url)["Upload-Offset"] == "100"
    assert add(url, FILM[100:200], 100).status_code == 204
    stored = [info.key for info in services().objects.list(f"video/incoming/{url.rpartition('/')[2]}/")]
    assert stored == [part.key for part in Incoming.objects.get().parts.order_by("start")]

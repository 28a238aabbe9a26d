"""What players tell over HTTP, and the pages made of it."""

import json
import uuid

import pytest
from django.test import Client, RequestFactory

from learnstead.people.domain import personal_data
from learnstead.people.models import User
from learnstead.video.models import StoppedAt, Viewing
from learnstead.video.web.player.watched import watched_address
from tests.video import filmed

pytestmark = pytest.mark.django_db
FIREFOX = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", password="tides")


@pytest.fixture
def film(ada):
    return filmed.video(ada)


def tell(client: Client, film, *, session=None, sequence=0, runs=((0, 9),), address="", **also):
    said = {"session": str(session or uuid.uuid4()), "sequence": sequence, "watched": [{"camera": 0, "runs": runs}]}
    return client.post(
        address or watched_address(film), json.dumps(said), content_type="application/json", **(FIREFOX | also)
    )


def test_what_is_watched_is_counted_once_and_without_an_address(client: Client, film):
    session = uuid.uuid4()
    assert [tell(client, film, session=session).status_code for _ in range(2)] == [204, 204]
    viewing = Viewing.objects.get()
    assert (viewing.seconds, viewing.beats, viewing.watched) == (9, [0], [[0, 0, 9]])
    assert "127.0.0.1" not in str(vars(viewing))


def test_players_inside_other_sites_are_counted_without_cookies_and_forgeries_are_not(film):
    strict = Client(enforce_csrf_checks=True)
    assert tell(strict, film).status_code == 204
    other = filmed.video(User.objects.get())
    forged = watched_address(other).replace(other.hexkey, film.hexkey)
    assert tell(strict, film, address=forged).status_code == 403
    assert tell(strict, film, HTTP_SEC_FETCH_SITE="cross-site").status_code == 204
    assert tell(strict, film, HTTP_USER_AGENT="Googlebot/2.1").status_code == 204
    assert tell(strict, film, runs=((0, 900),)).status_code == 422
    assert strict.post(watched_address(film), "[" * 19_000, content_type="text/plain", **FIREFOX).status_code == 422
    assert strict.post(watched_address(film), "nonsense", content_type="text/plain", **FIREFOX).status_code == 422
    assert Viewing.objects.count() == 1


def test_the_page_says_that_nobody_watched_and_later_what_was(client: Client, film, ada):
    client.force_login(ada)
    place = f"/videos/{film.hexkey}/analytics/"
    assert "No data yet: nobody has watched this video in the last 28 days" in client.get(place).text
    assert client.get(f"{place}seconds.csv").text == "second,viewings,seen\r\n"
    tell(client, film, runs=((0, 9), (3, 5)))
    shown = client.get(place, {"days": "7"}).text
    assert "<dt>Viewings</dt><dd>1</dd>" in shown
    assert "<dt>Watched on average</dt><dd>15 %</dd>" in shown
    rows = client.get(f"{place}seconds.csv").text.split("\r\n")
    assert rows[:6] == ["second,viewings,seen", "0,1,1", "1,1,1", "2,1,1", "3,1,2", "4,1,2"]
    assert client.get(f"{place}days.csv").text.split("\r\n")[-2].endswith(",1")


def test_a_person_goes_on_where_they_stopped_and_can_have_it_forgotten(client: Client, film, ada):
    client.force_login(ada)
    place = f"/api/v0/videos/{film.hexkey}/position/"
    assert client.post(place, {"position": "42.5"}).status_code == 204
    assert client.post(place, {"position": "nan"}).status_code == 400
    assert StoppedAt.objects.get().position == 42.5
    tell(client, film)
    kept = personal_data.export(ada)["videos"]
    assert kept["stopped"] == [{"video": "Tides", "position": 42.5}]
    assert [one["seconds"] for one in kept["watched"]] == [9]
    personal_data.delete(ada)
    assert not StoppedAt.objects.exists()
    viewing = Viewing.objects.get()
    assert viewing.viewer == viewing.session.hex
    client.post(place, {"position": "7"})
    assert client.post(place, {"position": "0"}).status_code == 204
    assert not StoppedAt.objects.exists()
    client.logout()
    assert client.post(place, {"position": "1"}).status_code == 302


def test_the_address_for_telling_is_not_good_for_ever(rf: RequestFactory, client: Client, film):
    assert tell(client, film, address=f"/api/v0/videos/{film.hexkey}/watched/?by=x").status_code == 403

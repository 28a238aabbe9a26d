"""Where the client goes, where it does not, and what it takes along."""

import pytest

from learnstead.adapters.egress.destinations import parsed, redirected
from learnstead.adapters.egress.network import is_public
from learnstead.ports.egress import FetchRefused, Request
from tests.adapters.egress.server import says

LOGIN = {"Authorization": "Bearer x", "JWT": "x", "Accept": "application/json"}


def test_a_redirect_on_the_same_host_is_followed_with_everything(world, send):
    world.acts["/old"] = [says(status=302, Location="/new?page=1")]
    world.acts["/new"] = [says(b"here")]

    answer = send(f"{world.url}/old", headers=LOGIN)

    assert (answer.url, answer.body.read_bytes()) == (f"{world.url}/new?page=1", b"here")
    assert world.got[1].headers["authorization"] == "Bearer x"


def test_a_redirect_to_another_allowed_host_takes_no_credentials_along(world, send):
    world.acts["/old"] = [says(status=301, Location=f"http://b.test:{world.port}/new")]
    world.acts["/new"] = [says()]

    send(f"http://a.test:{world.port}/old", hosts=["*.test"], headers=LOGIN)

    assert {"authorization", "jwt"}.isdisjoint(world.got[1].headers)
    assert world.got[1].headers["accept"] == "application/json"


def test_a_form_becomes_a_question_after_a_redirect(world, send):
    world.acts["/old"] = [says(status=302, Location="/new")]
    world.acts["/new"] = [says()]
    send(f"{world.url}/old", method="POST", body=b"x")
    assert [(got.method, got.body) for got in world.got] == [("POST", b"x"), ("GET", b"")]


@pytest.mark.parametrize(
    "location", ["http://b.test/", "https://a.test.evil/", "file:///etc/passwd", "http://a.test@b.test/", "//b.test/"]
)
def test_a_redirect_that_leads_astray_is_refused(world, send, location):
    world.acts["/"] = [says(status=302, Location=location)]
    with pytest.raises(FetchRefused):
        send(f"http://a.test:{world.port}/", hosts=["a.test"])
    assert len(world.got) == 1


def test_a_redirect_in_circles_ends(world, send):
    world.acts["/"] = [says(status=302, Location="/")]
    with pytest.raises(FetchRefused, match="sent on 5 times"):
        send(f"{world.url}/")


@pytest.mark.parametrize(
    "url",
    ["ftp://a.test/", "a.test/feed", "", "http://", "http://u:p@a.test/", "http://a.test\\@b.test/", "http://[::"],
)
def test_what_is_no_address_of_the_web_is_refused(send, url):
    with pytest.raises(FetchRefused) as caught:
        send(url, hosts=["*"])
    assert "u:p" not in str(caught.value)


def test_a_host_that_is_not_in_the_declaration_is_refused(world, send):
    with pytest.raises(FetchRefused, match=r"may talk to a\.test only"):
        send(f"http://b.test:{world.port}/", hosts=["a.test"])
    assert not world.got


PRIVATE = [
    *("127.0.0.1", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
    *("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_into_a_private_network_is_refused(client, address):
    egress = client(internal=[], resolve=lambda *_: ["93.184.216.34", address])
    with pytest.raises(FetchRefused, match="inside a private network"):
        egress.send(Request(url="http://feeds.example.org/", hosts=["*"]))


def test_public_addresses_are_public():
    assert all(is_public(address) for address in ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"))


def test_the_address_that_was_checked_is_the_one_connected_to(world, client):
    """A name that is public when it is checked and private when it is used finds nobody who asks twice."""
    asked = []

    def changing_its_mind(host, _port):
        asked.append(host)
        return ["192.0.2.1"] if len(asked) > 1 else ["127.0.0.1"]

    world.acts["/"] = [says()]
    client(internal=["a.test"], resolve=changing_its_mind).send(Request(url=f"http://a.test:{world.port}/"))
    assert asked == ["a.test"]


def test_a_replay_sends_everything_to_one_host(world, client):
    world.acts["/feed"] = [says(status=301, Location="http://b.test/moved")]
    world.acts["/moved"] = [says(status=307, Location=f"{world.url}/here")]
    world.acts["/here"] = [says(b"replayed")]
    egress = client(replay=world.url, internal=[])

    answer = egress.send(Request(url="https://a.test:8443/feed?page=2", hosts=["a.test", "b.test"]))

    assert answer.body.read_bytes() == b"replayed"
    assert [(got.path, got.headers["x-replay-host"]) for got in world.got] == [
        ("/feed?page=2", "a.test:8443"),
        ("/moved", "b.test"),
        ("/here", "b.test"),
    ]


def test_https_does_not_become_http():
    with pytest.raises(FetchRefused, match="not encrypted"):
        redirected(parsed("https://a.test/"), "http://a.test/", replay=None)

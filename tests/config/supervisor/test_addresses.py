import socket
from collections.abc import Iterator

import pytest

from learnstead.config.supervisor.addresses import free_port, is_exposed, local_host, url_of
from learnstead.kernel.errors import Terminal


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_port_is_taken_as_asked() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert free_port("127.0.0.1", port) == port


def test_instead_of_a_taken_port_the_next_free_one_is_used(taken: int) -> None:
    assert taken < free_port("127.0.0.1", taken) < taken + 50


def test_a_host_that_is_not_ours_is_named() -> None:
    with pytest.raises(Terminal, match=r"cannot listen on 192\.0\.2\.1:8000"):
        free_port("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("host", "exposed"), [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True), ("::", True)]
)
def test_whether_others_can_reach_it(host: str, exposed: bool) -> None:
    assert is_exposed(host) is exposed


def test_the_address_of_a_server_that_listens_everywhere_is_one_that_works_here() -> None:
    assert url_of("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert url_of("::", 8000) == "http://[::1]:8000"
    assert local_host("learn.example.org") == "learn.example.org"

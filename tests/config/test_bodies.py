"""Bodies of requests do not outlive their answers."""

import gc
import io
import weakref

import pytest

from learnstead.config.bodies import lending_bodies_to


@pytest.fixture
def no_collector():
    gc.disable()
    yield
    gc.enable()


def hoarder(environ, start_response):
    """Makes garbage that only the collector would remove, as every request of Django's is."""
    body = environ["wsgi.input"]
    hoard = {"environ": environ, "read": body.read}
    hoard["itself"] = hoard
    start_response("200 OK", [])
    return [body.readline(), body.read(1), *body.readlines(), *body]


@pytest.mark.usefixtures("no_collector")
def test_a_body_is_gone_when_it_is_answered():
    body = io.BytesIO(b"one\ntwo\nthree\n")
    watched = weakref.ref(body)
    environ = {"wsgi.input": body}
    del body
    answer = lending_bodies_to(hoarder)(environ, lambda *_: None)
    assert answer == [b"one\n", b"t", b"wo\n", b"three\n"]
    assert watched() is None
    assert environ["wsgi.input"].read() == b""


@pytest.mark.usefixtures("no_collector")
def test_a_body_is_gone_when_the_application_fails():
    def fails(environ, _start_response):
        raise ValueError(environ["wsgi.input"].read())

    body = io.BytesIO(b"one")
    watched = weakref.ref(body)
    environ = {"wsgi.input": body}
    del body
    with pytest.raises(ValueError, match="one"):
        lending_bodies_to(fails)(environ, lambda *_: None)
    assert watched() is None

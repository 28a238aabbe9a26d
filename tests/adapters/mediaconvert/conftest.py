"""MediaConvert with a bucket."""

import httpx
import pytest
from moto.server import ThreadedMotoServer

from tests.adapters.mediaconvert.fake_mediaconvert import FakeMediaConvert
from tests.vendor_server import serving


@pytest.fixture(scope="session")
def s3_address():
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    httpx.put(f"http://{host}:{port}/films").raise_for_status()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def amazon(s3_address, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    with serving(FakeMediaConvert(s3=s3_address)) as one:
        yield one

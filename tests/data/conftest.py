"""A replay server with the captured payloads."""

import pytest

from tests.data import shared


@pytest.fixture(scope="session")
def replay_server():
    """(address, state) of the server in ../shared; skips without it. ``state.faults`` and ``state.log`` are its own."""
    if not shared.REPLAY.is_dir():
        pytest.skip("../shared/replay is not here")
    server, state = shared.module(shared.REPLAY / "replay_server.py").serve(shared.REPLAY)
    yield f"http://127.0.0.1:{server.server_address[1]}", state
    server.shutdown()
    server.server_close()


@pytest.fixture
def replay(replay_server):
    """The address of the replay server, without faults."""
    address, state = replay_server
    state.faults.clear()
    yield address
    state.faults.clear()

"""What the acceptance tests share."""

from collections.abc import Iterator

import httpx
import pytest

from learnstead.config.supervisor.addresses import free_port
from tests.acceptance.stage import Console, Stage
from tests.config.supervisor.whole import Whole, new_folder


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """A running installation without the demo, stopped and removed after the last test."""
    whole = Whole(data=new_folder() / "data", port=free_port("127.0.0.1", 8300))
    started = whole.up()
    assert started.returncode == 0, started.stdout + started.stderr
    console = Console(whole)
    with httpx.Client(base_url=whole.url, timeout=60) as browser:
        yield Stage(whole, browser, console)
    console.close()
    whole.clear()

"""The sample payloads of one source as the whole outside world, for as long as somebody looks at them."""

from collections.abc import Iterator
from contextlib import contextmanager

from learnstead.config.feeds import objects
from learnstead.config.feeds.routes import FEEDS, load
from learnstead.config.feeds.server import serving
from learnstead.kernel import clock
from learnstead.ports.services import services


@contextmanager
def world_of_samples(source: str) -> Iterator[tuple[str, str]]:
    """The address of a server with its answers, and the folder that stands for its bucket, if it reads one."""
    folder = objects.prepare(source, into=services().scratch / "samples", today=clock.now())
    with serving(load([FEEDS / source])) as world:
        yield world.url, str(folder or "")

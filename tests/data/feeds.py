"""Our own sample payloads as the outside world of one source."""

from contextlib import contextmanager
from datetime import UTC, datetime

from learnstead.config.feeds import objects
from learnstead.config.feeds.routes import FEEDS, load
from learnstead.config.feeds.server import serving


@contextmanager
def feed_of(*sources):
    """A server with the sample payloads of these sources; ``.url`` is what ``run_source`` takes as ``replay``."""
    with serving(load(FEEDS / source for source in sources)) as world:
        yield world


def bucket_of(source, folder, *, today=None):
    """The folder that stands for the bucket of a source, laid out below ``folder``."""
    return objects.prepare(source, into=folder, today=today or datetime.now(UTC))

"""The catalogue of the demo: what its sample feeds hold, and the courses that come with it."""

from dataclasses import replace
from pathlib import Path

from learnstead.config.outside import ConfiguredOutside
from learnstead.flows.ingest_source import Order, ingest
from learnstead.learn.domain import releases
from learnstead.ports.services import services
from tests.data.feeds import bucket_of, feed_of
from tests.learn.ask.material import demo_courses

CATALOGUES = ("mitxonline", "mit_edx", "xpro", "mitpe", "sloan_exec_ed", "oll", "micromasters", "podcast", "mit_climate")  # fmt: skip  # noqa: E501


def gather(folder: Path) -> None:
    """Read the samples as the sources of the platform do, apply what they release, and index it."""
    outside = ConfiguredOutside(scratch=services().scratch)
    given = replace(services(), outside=outside)
    try:
        with feed_of(*CATALOGUES, "ocw") as server:
            for source in (*CATALOGUES, "ocw"):
                bucket = str(bucket_of(source, folder)) if source == "ocw" else ""
                done = ingest(source=source, services=given, order=Order(replay=server.url, folder=bucket))
                releases.apply_release(
                    source=done.source, release=done.release, objects=given.objects, queue=given.queue, at=done.started
                )
    finally:
        outside.extractors.close()
    demo_courses()  # indexes everything

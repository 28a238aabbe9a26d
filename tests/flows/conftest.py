"""A small world outside, and runs of a source in it."""

from dataclasses import replace

import pytest

from learnstead.adapters.egress.waiting import Time
from learnstead.config.outside import ConfiguredOutside
from learnstead.flows.ingest_source import Order, ingest
from learnstead.ports.services import services
from tests.data.climate import climate
from tests.waiting_jobs import forget


@pytest.fixture
def given():
    """The services of this process, with a client that does not wait between attempts."""
    hurried = ConfiguredOutside(scratch=services().scratch, time=Time(sleep=lambda _seconds: None))
    return replace(services(), outside=hurried)


@pytest.fixture
def world():
    forget()
    with climate() as found:
        yield found


@pytest.fixture
def run(world, given):
    def once(**how):
        return ingest(source="mit_climate", services=given, order=Order(replay=world.url, **how))

    return once

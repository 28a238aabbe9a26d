"""Archives of courses, from a bucket to the export of the catalogue."""

from dataclasses import replace

import httpx
import pytest

from learnstead.config.outside import ConfiguredOutside
from learnstead.flows.ingest_source import Order, ingest
from learnstead.learn.domain import exporting, releases
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from tests.data import shared
from tests.data.conftest import replay, replay_server  # noqa: F401 - fixtures
from tests.data.olx.course_folder import packed, put

pytestmark = [pytest.mark.django_db, shared.needs_shared]


@pytest.fixture
def given():
    outside = ConfiguredOutside(scratch=services().scratch)
    yield replace(services(), outside=outside)
    outside.extractors.close()


@pytest.mark.parametrize("name", ["mitxonline", "xpro"])
def test_they_are_what_production_makes_of_them_and_are_read_once(given, tmp_path, replay, name):  # noqa: F811 - a fixture
    golden = shared.golden(f"olx_content_{name}")
    put(tmp_path, golden["s3_key"], (shared.REPLAY / "payloads/s3/olx" / golden["archive"]).read_bytes())
    order = Order(replay=replay, folder=str(tmp_path))

    first = ingest(source=f"{name}_files", services=given, order=order)
    releases.apply_release(
        source=first.source, release=first.release, objects=given.objects, queue=given.queue, at=first.started
    )
    asked = _asked(replay)
    again = ingest(source=f"{name}_files", services=given, order=order)

    ours = list(exporting.export(exporting.Asked(source=f"{name}_files", everything=True)))
    assert shared.differences(f"olx_content_{name}", ours, section="transform") == []
    assert (again.outcome, again.requests, _asked(replay)) == (Outcome.UNCHANGED, 0, asked)


def test_a_tika_that_is_unwell_costs_nothing_but_time(given, tmp_path, replay, replay_server):  # noqa: F811 - fixtures
    course = packed({"course.xml": "<course/>", "html/welcome.html": "<p>Read only once the reader is well</p>"})
    put(tmp_path, "xpro/openedx/raw_data/course_xml/course-v1:Tidal+TI.3x+3T2030/1.xml.tar.gz", course)
    order = Order(replay=replay, folder=str(tmp_path))
    _, state = replay_server

    state.faults.append({"host": "tika", "path": "/rmeta/text", "status": 503})
    unwell = ingest(source="xpro_files", services=given, order=order)
    state.faults.clear()
    well = ingest(source="xpro_files", services=given, order=order)

    assert (unwell.outcome, unwell.release) == (Outcome.FAILED, "")
    assert "is the server well?" in unwell.scopes[0].reason
    assert (well.outcome, well.scopes[0].records) == (Outcome.RELEASED, 2)


def _asked(replay):  # noqa: F811 - its address
    return len(httpx.get(f"{replay}/__log", trust_env=False).json())

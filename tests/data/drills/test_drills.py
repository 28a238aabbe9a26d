"""Drills over our own sample payloads: whatever a feed does, learners keep what they have."""

import pytest

from learnstead.data import registry
from learnstead.data.drills import faults
from learnstead.ports.ledger import Outcome
from tests.data.drills.grounds import ground_of

pytestmark = pytest.mark.slow  # together

SOURCES = ("mit_climate", "mitxonline", "podcast", "oll", "mitxonline_files")
"""A list in JSON, pages of JSON, RSS, CSV, and objects of a bucket."""


@pytest.fixture(scope="module")
def grounds(tmp_path_factory):
    """Each source with all well, made once."""
    made = {}

    def ground(name):
        if name not in made:
            made[name] = ground_of(name, tmp_path_factory.mktemp(name))
        return made[name]

    return ground


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("fault", faults.FAULTS, ids=lambda fault: fault.name)
def test_learners_keep_what_they_have_and_the_next_healthy_run_mends_the_rest(grounds, name, fault):
    ground = grounds(name)
    drilled = ground.drill(fault)

    for scope in drilled.scopes:
        assert not scope.lost, f"{scope.scope} lost {scope.lost}"
        assert scope.recovered, f"{scope.scope} did not recover"
    assert said(drilled) or not (drilled.applies and any(scope.plain_lost for scope in drilled.scopes))


@pytest.mark.parametrize("name", ["mit_climate", "mitxonline", "podcast"])
@pytest.mark.parametrize("fault", ["503", "truncated", "html", "changed-ids", "half", "no-items"])
def test_a_fault_in_one_scope_does_not_touch_another(grounds, name, fault):
    ground = grounds(name)
    scopes = [scope for scope in ground.recording.scopes if ground.good.get(scope)]
    last = scopes[-1]

    drilled = ground.drill(faults.named(fault), only=[last])

    results = {one.scope: one for one in drilled.scopes}
    assert {str(results[scope].result.outcome) for scope in scopes[:-1]} == {"unchanged"}
    assert str(results[last].result.outcome) in {"failed", "held", "unchanged"}
    assert drilled.harmless


def said(drilled):
    """Whether the run says what happened: a reason, a finding, or a note."""
    in_scopes = any(result.reason or result.findings for result in drilled.run.scopes)
    return in_scopes or bool(drilled.run.message) or drilled.run.outcome == Outcome.RELEASED


@pytest.mark.parametrize("name", sorted(set(registry.every()) - {*SOURCES, "marketing_pages"}))
def test_every_source_survives_what_happens_most(grounds, name):
    """Pages of marketing are those of other sources; without these there is nothing to fetch."""
    ground = grounds(name)
    for fault in ("503", "html", "truncated", "half", "renamed-field", "bad-item", "missing-page"):
        drilled = ground.drill(faults.named(fault))
        assert drilled.harmless, (fault, [(scope.scope, scope.lost, scope.recovered) for scope in drilled.scopes])

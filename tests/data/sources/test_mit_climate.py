"""MIT Climate, from its captured feeds."""

from tests.data import loaded_form
from tests.data.running import run_source


def test_articles_of_both_feeds_are_as_in_production_but_for_a_picture_called_none(tmp_path, replay):
    ran = run_source("mit_climate", folder=tmp_path, replay=replay)

    differences = loaded_form.differences("mit_climate", ran)
    assert differences == [
        ("('document', '12345').image", {"url": "https://climate.mit.eduNone", "description": None, "alt": ""}, None)
    ]
    assert {report.scope for report in ran.journal.scopes} == {"explainers", "ask-mit-climate"}
    assert not ran.quarantined


def test_a_feed_that_is_down_does_not_stop_the_other(tmp_path, replay, replay_server):
    _, state = replay_server
    state.faults.append({"host": "climate.mit.edu", "path": "/feeds/explainers", "status": 503})

    ran = run_source("mit_climate", folder=tmp_path, replay=replay)

    assert [record.readable_id for record in ran.records] == ["u-3"]
    assert "503" in ran.scope("explainers").failed
    assert not ran.scope("ask-mit-climate").failed

"""Events of MIT Open Learning."""

from tests.data import shared
from tests.data.running import run_source
from tests.data.vocabulary import feed_items

pytestmark = shared.needs_shared


def test_events_as_in_production(tmp_path, replay):
    ran = run_source("events_ol", folder=tmp_path, replay=replay, now=shared.golden("events_ol")["frozen_now"])

    assert shared.differences("events_ol", feed_items(ran.records)) == []
    assert not ran.quarantined
    assert "is the same as a page before" in ran.journal.notes[0]


def test_the_requests_are_those_of_production_and_one_for_the_next_page(tmp_path, replay, replay_server):
    _, state = replay_server
    state.log.clear()
    run_source("events_ol", folder=tmp_path, replay=replay)

    ours = [(asked["path"], asked["query"]) for asked in state.log]
    theirs = [(asked["path"], asked["query"]) for asked in shared.golden("events_ol")["requests_made"]]
    assert [asked for asked in ours if "page[offset]" not in asked[1]] == sorted(theirs, key=ours.index)


def test_an_event_whose_picture_fails_stays_as_it_was(tmp_path, replay, replay_server):
    replay_server[1].faults.append({"host": "openlearning.mit.edu", "path": ".*field_media_image", "status": 503})

    ran = run_source("events_ol", folder=tmp_path, replay=replay)

    assert feed_items(ran.records) == []
    assert [one.key for one in ran.quarantined] == ["item:81c5d37d-004b-4a55-91da-7dc467f3bf01"]
    assert any("503" in note and "stays as it was" in note for note in ran.journal.notes)


def test_an_event_whose_picture_is_no_longer_there_has_none(tmp_path, replay, replay_server):
    replay_server[1].faults.append({"host": "openlearning.mit.edu", "path": ".*field_media_image", "status": 404})

    [item] = feed_items(run_source("events_ol", folder=tmp_path, replay=replay).records)

    assert item["image"] is None
    assert item["detail"]["location"] == ["Online"]

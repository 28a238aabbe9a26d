"""Views counted by PostHog."""

from datetime import UTC, datetime

import pytest
from msgspec import UNSET

from tests.data import shared
from tests.data.events import write
from tests.data.feeds import bucket_of
from tests.data.running import run_source

EVENTS = [
    ("u1", "2026-05-01 10:00:00+00", {"resource": {"id": 7}}),
    ("u2", "2026-05-01 10:00:01.5+02", {"learning_resource_id": 8, "resource": {}}),
    ("u1", "2026-05-01 10:00:00+00", {"resource": {"id": 7}}),
    ("u3", "2026-05-01 10:00:02+00", {"prompt": "a question to the assistant"}),
    ("u4", "2026-05-01 10:00:03+00", {"learning_resource_id": 9, "resource": {"title": "no number"}}),
    ("u5", "2026-05-01 10:00:04+00", {"learning_resource_id": "ten"}),
    ("u6", "2026-05-01 10:00:05+00", "{half"),
]


def run(folder, **options):
    return run_source("posthog_views", folder=folder, replay="http://127.0.0.1:9", bucket=folder / "bucket", **options)


@shared.needs_shared
def test_the_captured_events_are_those_production_finds(tmp_path):
    ran = run_source(
        "posthog_views",
        folder=tmp_path,
        replay="http://127.0.0.1:9",
        bucket=shared.REPLAY / "payloads/s3/posthog",
    )

    found = [
        {"resource_id": one.resource_id, "event_date": one.event_date.isoformat(), "event_uuid": one.event_uuid}
        for one in ran.records
    ]
    assert not shared.differences("posthog_views", found, section="transform")


def test_only_events_that_name_a_resource_count_and_each_once(tmp_path):
    write(tmp_path / "bucket/events/1.parquet.zst", EVENTS)

    ran = run(tmp_path)

    assert [(one.event_uuid, one.resource_id, one.event_date) for one in ran.records] == [
        ("u1", 7, datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("u2", 8, datetime(2026, 5, 1, 8, 0, 1, 500000, tzinfo=UTC)),
    ]
    assert [(one.key, one.reason) for one in ran.quarantined] == [
        ("view:u5", "ValueError: invalid literal for int() with base 10: 'ten'"),
        ("view:u6", "ValueError: its properties are no JSON"),
    ]


def test_what_the_page_called_the_resource_is_told_when_it_said_all_of_it(tmp_path):
    course = {"id": 7, "readable_id": "course-v1:A+B", "resource_type": "course", "platform": {"code": "xpro"}}
    when = "2026-05-01 10:00:00+00"
    said = [course, course | {"resource_type": "spaceship"}, course | {"platform": None}]
    write(tmp_path / "bucket/1.parquet", [(f"u{n}", when, {"resource": one}) for n, one in enumerate(said)])

    assert [(one.readable_id, one.platform, one.resource_type) for one in run(tmp_path).records] == [
        ("course-v1:A+B", "xpro", "course"),
        (UNSET, UNSET, UNSET),
        (UNSET, UNSET, UNSET),
    ]


def test_every_file_is_a_scope_and_a_broken_one_fails_alone(tmp_path):
    write(tmp_path / "bucket/events/1.parquet.zst", EVENTS[:1])
    write(tmp_path / "bucket/events/2.parquet.zst", EVENTS[:2])
    write(tmp_path / "bucket/events/3.parquet.zst", EVENTS[:1], columns=("id", "timestamp", "properties"))
    (tmp_path / "bucket/events/manifest.json").write_text("{}")
    half = tmp_path / "bucket/events/2.parquet.zst"
    half.write_bytes(half.read_bytes()[:-20])

    ran = run(tmp_path)

    assert {scope.scope: bool(scope.failed) for scope in ran.journal.scopes} == {
        "events/1.parquet.zst": False,
        "events/2.parquet.zst": True,
        "events/3.parquet.zst": True,
    }
    assert "cannot be read as Parquet" in ran.scope("events/2.parquet.zst").failed
    assert "has no column uuid" in ran.scope("events/3.parquet.zst").failed
    assert [one.event_uuid for one in ran.records] == ["u1"]


def test_the_sample_events(tmp_path):
    bucket = bucket_of("posthog_views", tmp_path)
    ran = run_source("posthog_views", folder=tmp_path, replay="http://127.0.0.1:9", bucket=bucket)

    assert not ran.quarantined
    assert len(ran.records) == 9


@pytest.mark.parametrize("prefix", ["events/", "elsewhere/"])
def test_only_files_below_the_prefix_are_read(tmp_path, prefix):
    write(tmp_path / "bucket/events/1.parquet", EVENTS[:1])
    assert len(run(tmp_path, settings={"prefix": prefix}).records) == (prefix == "events/")

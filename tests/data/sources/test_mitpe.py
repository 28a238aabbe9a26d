"""Courses and programs of MIT Professional Education."""

from learnstead.kernel.contracts import Gone
from tests.data import loaded_form, shared
from tests.data.running import run_source

pytestmark = shared.needs_shared


def test_courses_and_programs_as_in_production(tmp_path, replay):
    ran = run_source("mitpe", folder=tmp_path, replay=replay, now=shared.golden("mitpe")["frozen_now"])

    assert not ran.quarantined
    assert loaded_form.differences("mitpe", ran) == []
    [program] = [record for record in ran.records if record.resource_type == "program"]
    assert loaded_form.child_keys(program) == [
        ("PROGRAM_COURSES", "a44c8b47-552c-45f9-b91b-854172201889"),
        ("PROGRAM_COURSES", "e3be75f6-f7c9-432b-9c24-70c7132e1583"),
    ]
    assert ran.scope("all").complete == "3 items on 2 pages, and then an empty one"


def test_what_has_no_run_to_come_is_gone_and_leaves_its_program(tmp_path, replay):
    ran = run_source("mitpe", folder=tmp_path, replay=replay, now="2123-06-18T12:00:00+00:00")

    assert [record.key for record in ran.records if isinstance(record, Gone)] == [
        "course:mitpe:a44c8b47-552c-45f9-b91b-854172201889",
        "course:mitpe:e3be75f6-f7c9-432b-9c24-70c7132e1583",
    ]
    [program] = [record for record in ran.records if not isinstance(record, Gone)]
    assert program.children == []

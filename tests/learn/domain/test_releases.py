"""The catalogue follows the releases of data sources: it writes only what differs, and any of them can be undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learnstead.kernel.contracts import Child, ContentFile, ContentParent, Record, Run, ViewEvent
from learnstead.learn.domain import facets, releases
from learnstead.learn.models import AppliedRelease, CatalogueRecord, LearningResource
from learnstead.learn.models import ContentFile as File
from learnstead.ports.search import Query
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.source_releases import NOON, PAYLOAD, course, lay_down

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LATER = NOON + timedelta(days=30)


def apply(release: str, *, source: str = "library") -> AppliedRelease | None:
    return releases.apply_release(
        source=source, release=release, objects=services().objects, queue=services().queue, at=LATER
    )


def released(number: int, *records: Record, source: str = "library", **more: Any) -> AppliedRelease | None:
    """Lay a release of the one scope "all" down, and apply it."""
    return apply(lay_down(services().objects, number, {"all": records}, source=source, **more), source=source)


def listed() -> dict[str, str]:
    """What learners see: title by id."""
    return dict(LearningResource.objects.filter(published=True).values_list("readable_id", "title"))


def found(text: str) -> list[str]:
    waiting_jobs.work_off()
    return [hit.title for hit in services().search.search(Query(text=text, facets=facets.NAMES)).hits]


def test_a_release_becomes_resources_that_can_be_found_and_says_where_they_came_from() -> None:
    applied = released(1, course("tides", title="Tides and Currents", topics=["Physics"]), course("dunes"))
    assert applied is not None
    assert (applied.added, applied.changed, applied.removed, applied.problems) == (2, 0, 0, [])
    assert listed() == {"tides": "Tides and Currents", "dunes": "Course dunes"}
    assert len(found("currents")) == 1
    record = CatalogueRecord.objects.get(key="course:edx:tides")
    assert (record.source, record.run, record.payload, record.release) == ("library", "run-1", PAYLOAD, "r1")
    tides = LearningResource.objects.get(readable_id="tides")
    assert [topic.path for topic in tides.topics.all()] == ["Science & Math / Physics"]


def test_the_same_content_again_writes_nothing_and_asks_for_no_indexing() -> None:
    released(1, course("tides"), course("dunes"))
    waiting_jobs.work_off()
    with CaptureQueriesContext(connection) as queries:
        assert released(2, course("tides"), course("dunes")) is None
    assert [query["sql"] for query in queries if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
    assert waiting_jobs.waiting() == []


def test_only_what_differs_is_written() -> None:
    released(1, course("tides"), course("dunes"), course("caves"))
    before = dict(LearningResource.objects.values_list("readable_id", "pk"))
    waiting_jobs.work_off()
    applied = released(2, course("tides", title="Tides"), course("dunes"), course("reefs"))
    assert applied is not None
    assert (applied.added, applied.changed, applied.removed) == (1, 1, 1)
    assert listed() == {"tides": "Tides", "dunes": "Course dunes", "reefs": "Course reefs"}
    asked = sorted(one for _, arguments in waiting_jobs.waiting() for one in arguments["resources"])
    reefs = LearningResource.objects.get(readable_id="reefs").pk
    assert asked == sorted([before["tides"], before["caves"], reefs])


def test_what_is_gone_keeps_its_row_and_comes_back_as_itself() -> None:
    released(1, course("tides"), course("dunes"))
    before = LearningResource.objects.get(readable_id="dunes")
    released(2, course("tides"))
    assert listed() == {"tides": "Course tides"}
    released(3, course("tides"), course("dunes", title="Dunes"))
    after = LearningResource.objects.get(readable_id="dunes")
    assert (after.pk, after.slug, after.title, after.published) == (before.pk, before.slug, "Dunes", True)


def test_a_field_that_is_absent_leaves_alone_null_clears_and_a_value_sets() -> None:
    run = Run(run_id="tides+1", duration="4 weeks", semester="Fall")
    released(1, course("tides", description="About tides", offered_by="mitx", runs=[run]))
    released(2, course("tides", offered_by=None, runs=[Run(run_id="tides+1", semester="Spring")]))
    tides = LearningResource.objects.get()
    assert (tides.description, tides.offered_by, tides.duration) == ("About tides", "", "4 weeks")
    assert tides.runs.get().semester == "Spring"


def test_an_earlier_release_applied_again_undoes_to_the_letter() -> None:
    released(1, course("tides", description="About tides"), course("dunes"))
    released(2, course("tides", title="Broken", full_description="Junk"), course("reefs"))
    assert apply("r1") is not None
    assert listed() == {"tides": "Course tides", "dunes": "Course dunes"}
    tides = LearningResource.objects.get(readable_id="tides")
    assert (tides.description, tides.full_description) == ("About tides", "")
    spans = CatalogueRecord.objects.filter(key="course:edx:tides").order_by("id").values_list("valid_from", "valid_to")
    assert [end for _, end in spans][:-1] == [begin for begin, _ in spans][1:]


def test_a_release_that_comes_late_changes_nothing() -> None:
    older = lay_down(services().objects, 1, {"all": [course("tides", title="Older")]})
    released(2, course("tides", title="Newer"))
    assert apply(older) is None
    assert listed() == {"tides": "Newer"}


def test_scopes_that_are_not_in_a_release_stay_as_they_are() -> None:
    apply(lay_down(services().objects, 1, {"sea": [course("tides")], "land": [course("dunes")]}))
    apply(lay_down(services().objects, 2, {"sea": [course("reefs")]}))
    assert sorted(listed()) == ["dunes", "reefs"]
    apply(lay_down(services().objects, 3, {"land": None}))
    assert sorted(listed()) == ["reefs"]


def test_a_record_in_two_scopes_is_there_until_the_last_one_loses_it() -> None:
    apply(lay_down(services().objects, 1, {"a": [course("tides")], "b": [course("tides"), course("dunes")]}))
    apply(lay_down(services().objects, 2, {"a": []}))
    assert sorted(listed()) == ["dunes", "tides"]
    apply(lay_down(services().objects, 3, {"b": [course("dunes")]}))
    assert sorted(listed()) == ["dunes"]


def test_a_resource_belongs_to_the_source_that_brought_it_first() -> None:
    released(1, course("tides", title="Ours"))
    applied = released(1, course("tides", title="Theirs"), course("dunes"), source="other")
    assert applied is not None
    assert applied.problems == [{"key": "course:edx:tides", "reason": "it belongs to library, which brought it first"}]
    assert listed() == {"tides": "Ours", "dunes": "Course dunes"}
    released(2, source="other")
    assert listed() == {"tides": "Ours"}


def test_demo_records_give_way_to_real_ones_and_never_replace_them() -> None:
    released(1, course("sample"), course("tides", title="Sample tides"), demo=True)
    released(2, course("tides", title="Real tides"))
    assert listed() == {"tides": "Real tides"}
    assert released(3, course("sample"), demo=True) is None
    assert listed() == {"tides": "Real tides"}


def test_files_of_another_source_hang_on_the_runs_of_a_course_whichever_comes_first() -> None:
    parent = ContentParent(platform="edx", run_id="tides+1")
    file = ContentFile(
        parent=parent, key="week-1", etl_source="files", title="Week 1", content="neap tide", content_type="page"
    )
    released(1, file, source="library_files")
    assert File.objects.get().run is None
    released(1, course("tides"))
    assert str(File.objects.get().run) == "tides+1"
    assert len(found("neap")) == 1
    released(2, course("tides", title="Tides"))
    assert File.objects.get().content == "neap tide"
    released(2, source="library_files")
    assert found("neap") == []


def test_children_are_linked_whichever_comes_first() -> None:
    child = Child(resource_type="course", readable_id="tides", relation="PROGRAM_COURSES", position=0)
    released(1, course("seas", resource_type="program", children=[child]))
    relation = LearningResource.objects.get(readable_id="seas").children.get()
    assert relation.child is None
    released(2, course("tides"), course("seas", resource_type="program", children=[child]))
    relation.refresh_from_db()
    assert relation.child == LearningResource.objects.get(readable_id="tides")


def test_each_look_counts_once() -> None:
    released(1, course("tides"))
    pk = LearningResource.objects.get().pk
    looks: list[Record] = [
        ViewEvent(event_uuid="a", event_date=NOON, etl_source="views", resource_id=pk),
        ViewEvent(
            event_uuid="b",
            event_date=NOON,
            etl_source="views",
            readable_id="tides",
            platform="edx",
            resource_type="course",
        ),
    ]
    released(1, *looks, source="views")
    stray = ViewEvent(event_uuid="c", event_date=NOON, etl_source="views", resource_id=10**9)
    released(2, *looks, stray, source="views")
    assert LearningResource.objects.get().view_count == 2


def test_a_nul_in_a_text_is_left_out() -> None:
    released(1, course("tides", title="Ti\x00des"))
    assert listed() == {"tides": "Tides"}


def test_a_message_that_is_worked_on_twice_undoes_nothing() -> None:
    objects, queue = services().objects, services().queue
    lay_down(objects, 1, {"all": [course("tides", title="Older")]})
    lay_down(objects, 2, {"all": [course("tides", title="Newer")]})
    for number in (1, 2, 1):
        releases.apply_release(
            source="library", release=f"r{number}", objects=objects, queue=queue, at=LATER, message_id=f"m{number}"
        )
    assert listed() == {"tides": "Newer"}


def test_a_record_that_comes_back_says_only_what_it_says_now() -> None:
    released(1, course("tides", description="About tides"))
    released(2)
    released(3, course("tides", title="Tides"))
    tides = LearningResource.objects.get()
    assert (tides.title, tides.description) == ("Tides", "")


def test_files_of_edx_find_their_run_however_its_id_is_spelt() -> None:
    run = Run(run_id="course-v1:MITx+6.00.1x+2T2026")
    released(1, course("MITx+6.00.1x", runs=[run]))
    parent = ContentParent(platform="edx", run_id="MITx-6.00.1x-2T2026")
    released(1, ContentFile(parent=parent, key="a", etl_source="x", title="A"), source="files")
    assert str(File.objects.get().run) == run.run_id


def test_numbers_and_keys_that_no_table_holds_stop_nothing() -> None:
    child = Child(resource_type="course", readable_id="dunes", relation="PROGRAM_COURSES", position=-1)
    odd = course("odd", children=[child], runs=[Run(run_id="odd+1", year=10**12)])
    applied = released(
        1, odd, course("tides"), course("nul\x00"), course("é" * 512, title="Long", runs=[Run(run_id="long")])
    )
    assert applied is not None
    assert sorted(listed()) == ["odd", "tides", "é" * 512]
    assert [problem["key"] for problem in applied.problems] == ["course:edx:nul"]
    broken = released(2, odd, course("tides", title="T" * 300), course("dunes"))
    assert broken is not None
    assert [problem["reason"][:24] for problem in broken.problems] == ["it breaks the contract: "]
    assert (listed()["tides"], listed()["dunes"]) == ("Course tides", "Course dunes")
    look = ViewEvent(event_uuid="a", event_date=NOON, etl_source="views", resource_id=10**30)
    assert released(1, look, source="views") is not None

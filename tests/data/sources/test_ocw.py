"""MIT OpenCourseWare, from a bucket: the captured course, and sites of our own."""

import json
from pathlib import Path

from learnstead.data import taken_back
from learnstead.data.ocw.materials import completeness
from learnstead.kernel.contracts import ContentFile, ContentParent, LearningResource
from tests.data import shared
from tests.data.feeds import bucket_of
from tests.data.running import run_source
from tests.learn import published_site

NOWHERE = "http://127.0.0.1:9"
COURSES = "courses/t-101"


def bucket(folder: Path, **changed) -> Path:
    """A bucket with our own course in it, as OCW would publish it."""
    objects = published_site.store(folder / "bucket")
    published_site.put_release(objects, COURSES, **changed)
    published_site.put_media(objects, COURSES)
    return folder / "bucket"


def course(ran) -> LearningResource:
    return next(record for record in ran.records if isinstance(record, LearningResource))


@shared.needs_shared
def test_the_captured_course_is_what_production_makes_of_it(tmp_path):
    ran = run_source("ocw", folder=tmp_path, replay=NOWHERE, bucket=shared.REPLAY / "payloads/s3/ocw")
    expected, (transformed,) = shared.golden("ocw"), shared.golden("ocw")["transform"]
    (run,) = course(ran).runs
    files = [record for record in ran.records if isinstance(record, ContentFile)]

    assert ran.quarantined == []
    for name in ("readable_id", "title", "description", "url", "departments", "delivery", "license_cc", "offered_by"):
        wanted = transformed[name]["code"] if name == "offered_by" else transformed[name]
        assert getattr(course(ran), name) == wanted, name
    assert set(course(ran).topics) == {topic["name"] for topic in transformed["topics"]}
    assert set(course(ran).ocw_topics) == set(transformed["ocw_topics"])
    assert run.instructors == [person["full_name"] for person in transformed["runs"][0]["instructors"]]
    for name in ("run_id", "slug", "semester", "level", "availability", "pace", "format"):
        assert getattr(run, name) == transformed["runs"][0][name], name
    assert course(ran).children[0].readable_id == expected["loaded"][0]["children"][0]["readable_id"]
    ours = [{name: getattr(file, name) for name in expected["transform_content_files"][-1]} for file in files]
    ours[-1]["title"] = ours[-1]["content_title"] = None  # an untitled video is called by its file; see sources.md
    assert shared.module(shared.GOLDEN / "compare.py").compare(expected["transform_content_files"], ours) == []


def test_pages_and_files_have_the_addresses_of_ocw(tmp_path):
    ran = run_source("ocw", folder=tmp_path, replay=NOWHERE, bucket=bucket(tmp_path))
    keys = {record.key for record in ran.records if isinstance(record, ContentFile)}

    assert "courses/t-101/pages/syllabus/" in keys
    assert "courses/t-101/resources/notes/" not in keys, "its file is not in the bucket"
    assert course(ran).url == "https://ocw.mit.edu/courses/t-101/"
    assert course(ran).offered_by == "ocw"


def test_an_open_textbook_is_a_resource_of_its_own(tmp_path):
    book = {"title": "The Shore", "resource_type": "Document", "file": "/x/cc_new.srt"}
    ran = run_source(
        "ocw",
        folder=tmp_path,
        replay=NOWHERE,
        bucket=bucket(tmp_path, resources__book={**book, "learning_resource_types": ["Open Textbooks"]}),
    )
    (document,) = [record for record in ran.records if getattr(record, "resource_type", "") == "document"]

    assert (document.title, document.resource_category) == ("The Shore", "Open Textbook")
    assert [child.readable_id for child in course(ran).children] == [document.readable_id]


def test_a_site_without_any_uid_fails_alone_with_a_reason(tmp_path):
    objects = published_site.store(tmp_path / "bucket")
    nameless = {**published_site.COURSE, "site_uid": "", "legacy_uid": ""}
    published_site.put_release(objects, "courses/nameless", course=nameless)
    ran = run_source("ocw", folder=tmp_path, replay=NOWHERE, bucket=bucket(tmp_path))

    assert "neither legacy_uid nor site_uid" in ran.scope("courses/nameless").failed
    assert not ran.scope(COURSES).failed
    assert {candidate.scope for candidate in ran.candidates} == {COURSES}


def test_a_site_that_was_unpublished_is_gone_though_its_files_still_lie_there(tmp_path):
    objects = published_site.store(tmp_path / "objects")
    taken_back.take_back_scope(objects, source="ocw", scope=COURSES, reason="it was unpublished")
    withdrawn = run_source("ocw", folder=tmp_path, replay=NOWHERE, bucket=bucket(tmp_path))
    taken_back.give_scope_again(objects, source="ocw", scope=COURSES)
    back = run_source("ocw", folder=tmp_path, replay=NOWHERE, bucket=tmp_path / "bucket")

    assert withdrawn.scope(COURSES).gone
    assert course(back).title == "Life in Tidal Pools"


def test_a_bucket_without_courses_is_a_failure_and_not_the_end_of_all_courses(tmp_path):
    (tmp_path / "bucket").mkdir()
    ran = run_source("ocw", folder=tmp_path, replay=NOWHERE, bucket=tmp_path / "bucket")

    assert "is it the right bucket" in ran.scope("all").failed
    assert ran.journal.listed is None


def test_offline_delivery_is_a_setting_that_a_site_may_refuse(tmp_path):
    refusing = {**published_site.COURSE, "hide_download": True}
    takes = run_source(
        "ocw", folder=tmp_path / "a", replay=NOWHERE, bucket=bucket(tmp_path / "a"), settings={"offline": "1"}
    )
    refuses = run_source(
        "ocw",
        folder=tmp_path / "b",
        replay=NOWHERE,
        bucket=bucket(tmp_path / "b", course=refusing),
        settings={"offline": "1"},
    )

    assert course(takes).delivery == ["online", "offline"]
    assert course(refuses).delivery == ["online"]


def test_a_course_is_as_complete_as_what_is_in_it():
    def files(tag: str, count: int) -> list[ContentFile]:
        parent = ContentParent(platform="ocw", run_id="r")
        return [
            ContentFile(parent=parent, key=f"{tag}-{n}", etl_source="ocw", content_tags=[tag]) for n in range(count)
        ]

    assert completeness(["6.1"], []) == 0
    assert completeness(["18.06SC"], []) == 1
    assert completeness(["6.1"], files("Lecture Videos", 12)) == 0.2
    assert completeness(["6.1"], [*files("Exams", 3), *files("Problem Sets", 40), *files("Lecture Notes", 24)]) == 0.6


def test_the_same_site_again_gives_the_same_payload(tmp_path):
    first = run_source("ocw", folder=tmp_path / "a", replay=NOWHERE, bucket=bucket(tmp_path))
    again = run_source("ocw", folder=tmp_path / "b", replay=NOWHERE, bucket=tmp_path / "bucket")

    assert [one.payload for one in first.candidates] == [one.payload for one in again.candidates]
    assert json.loads(next(first.snapshot.payloads("site")).content)["site"] == COURSES


def test_the_samples_are_courses_with_text_and_a_book(tmp_path):
    ran = run_source("ocw", folder=tmp_path, replay=NOWHERE, bucket=bucket_of("ocw", tmp_path / "samples"))
    titles = [record.title for record in ran.records if isinstance(record, LearningResource)]
    texts = [record.content for record in ran.records if isinstance(record, ContentFile)]

    assert ran.quarantined == []
    assert len(titles) == 4
    assert "Reading Merchants' Hands: A Short Book" in titles
    assert all(texts)

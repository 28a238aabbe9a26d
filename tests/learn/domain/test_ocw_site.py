"""Reading a published site: the OCW contract, and what anybody may have written instead."""

from pathlib import Path
from typing import Any

import pytest

from learnstead.learn.domain import ocw_site
from learnstead.learn.domain.site_records import ContentRecord, SiteRecords
from learnstead.ports.objects import ObjectStore
from tests.learn import published_site as site

RELEASE, MEDIA = "releases/t101/1", "media/t101"


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return site.store(tmp_path)


def read(objects: ObjectStore, **changed: Any) -> SiteRecords:
    site.put_release(objects, RELEASE, **changed)
    site.put_media(objects, MEDIA)
    return ocw_site.read_site(objects=objects, release=RELEASE, media=MEDIA, site=site.SITE)


def content(records: SiteRecords, key: str) -> ContentRecord:
    return next(record for record in records.contents if record.key == key)


def test_the_course_is_read_with_everything_the_contract_names(objects: ObjectStore) -> None:
    course = read(objects).course
    assert course.run_id == "8f1c7c1e111142228333abcdefabcdef"
    assert course.title == "Life in Tidal Pools"
    assert course.numbers == ("T.101", "BIO.7", "T.101H")
    assert (course.semester, course.year, course.level) == ("Fall", 2024, ("Introductory",))
    assert course.topics == (("Science", "Biology", "Marine Biology"), ("Science", "Ecology"))
    assert course.instructors == ("Marina Ochoa", "Dr. Jonas Lindqvist")
    assert (course.image_url, course.image_alt) == ("/courses/t-101/pool.jpg", "A tidal pool at dawn")


def test_the_description_keeps_its_markup_and_loses_its_script(objects: ObjectStore) -> None:
    assert read(objects).course.description == "<p>What lives between the tides, and <em>why it stays</em>.</p>"


def test_a_course_that_was_not_rendered_has_its_markdown_rendered(objects: ObjectStore) -> None:
    course = {"course_title": "T", "course_description": "Some *emphasis* and <b>HTML</b>"}
    described = read(objects, course=course).course.description
    assert described == "<p>Some <em>emphasis</em> and &lt;b&gt;HTML&lt;/b&gt;</p>"


def test_a_page_is_text_without_markup(objects: ObjectStore) -> None:
    syllabus = content(read(objects), "pages/syllabus")
    assert syllabus.text == "Meetings\nWe meet at low water.\nWeek 1\nBarnacles"
    assert (syllabus.content_type, syllabus.uid, syllabus.description) == ("page", "p1", "How the course works")


@pytest.mark.parametrize(
    ("key", "words", "youtube"),
    [
        ("resources/old-video", "The kelp forest sways.", "abc123"),
        ("resources/new-video", "Periwinkles graze at night.", "def456"),
    ],
)
def test_what_is_said_in_a_video_is_read_by_the_old_keys_and_the_new(
    objects: ObjectStore, key: str, words: str, youtube: str
) -> None:
    video = content(read(objects), key)
    assert (video.content_type, video.text, video.youtube_id) == ("video", words, youtube)


def test_files_that_only_accompany_a_video_are_not_content(objects: ObjectStore) -> None:
    keys = [record.key for record in read(objects).contents]
    assert "resources/captions" not in keys
    assert content(read(objects), "resources/notes").content_type == "pdf"


def test_a_file_without_a_title_is_called_by_its_name(objects: ObjectStore) -> None:
    untitled = {"title": "", "resourcetype": "Document", "file": "/courses/x/ee_all%20slides.pdf"}
    assert content(read(objects, resources__untitled=untitled), "resources/untitled").title == "ee_all slides.pdf"


def test_text_files_are_read_from_the_media_of_the_site(objects: ObjectStore) -> None:
    objects.put(f"{MEDIA}/dd_table.csv", b"species,zone\nlimpet,upper\n")
    table = {"title": "Counts", "resourcetype": "Other", "file": "https://files.example.org/x/dd_table.csv"}
    assert "limpet,upper" in content(read(objects, resources__table=table), "resources/table").text


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b"{", "not JSON"),
        (b"[]", "a JSON list"),
        (b'{"title": 7.5e3000}', "no title"),
        (b'{"content": "<p>no title</p>"}', "no title"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
    ],
)
def test_one_unreadable_page_is_named_and_stops_nothing(objects: ObjectStore, written: bytes, reason: str) -> None:
    objects.put(f"{RELEASE}/pages/broken/data.json", written)
    records = read(objects)
    assert [problem.key for problem in records.problems] == ["pages/broken"]
    assert reason in records.problems[0].reason
    assert content(records, "pages/syllabus").title == "Syllabus"


@pytest.mark.parametrize("course", [None, {}, {"course_title": ["a", "list"]}])
def test_a_site_without_a_course_cannot_be_read(objects: ObjectStore, course: Any) -> None:
    with pytest.raises(ocw_site.UnreadableSite, match=f"{RELEASE}/data.json"):
        read(objects, course=course)


def test_values_of_the_wrong_kind_count_as_missing(objects: ObjectStore) -> None:
    strange = {
        "course_title": "Strange",
        "year": "twenty",
        "level": {"a": 1},
        "topics": "Science",
        "instructors": {"content": ["x"]},
        "image_src": "javascript:alert(1)",
        "department_numbers": [None, 6, ["nested"]],
        "course_image_metadata": [],
    }
    course = read(objects, course=strange).course
    assert (course.year, course.level, course.topics, course.instructors) == (None, (), (), ())
    assert (course.image_url, course.departments, course.run_id) == ("", ("6",), site.SITE)


def test_a_media_name_cannot_leave_the_media_folder(objects: ObjectStore) -> None:
    objects.put("secret.txt", b"secret")
    sly = {"title": "Sly", "resourcetype": "Other", "file": "/courses/x/%2e%2e%2f%2e%2e%2fsecret.txt"}
    assert content(read(objects, resources__sly=sly), "resources/sly").text == ""

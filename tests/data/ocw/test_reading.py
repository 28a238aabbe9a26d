"""Reading a published site: the OCW contract, and what anybody may have written instead."""

from pathlib import Path
from typing import Any

import pytest

from learnstead.data.ocw import register, site_events
from learnstead.kernel.contracts import ContentFile, LearningResource
from learnstead.ports.objects import ObjectStore
from tests.data.running import Ran, run_source
from tests.learn import published_site as site

RELEASE, MEDIA = "releases/t101/1", "media/t101"


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return site.store(tmp_path / "objects")


def read(objects: ObjectStore, tmp_path: Path, **changed: Any) -> Ran:
    """What comes of the release that studio told of."""
    site.put_release(objects, RELEASE, **changed)
    site.put_media(objects, MEDIA)
    event = site_events.event_of(site.published(1, release=RELEASE))
    assert event is not None
    register.tell(objects, event)
    return run_source("ocw", folder=tmp_path, replay="http://127.0.0.1:9", only=[site.SITE])


def course(ran: Ran, of: str = site.SITE) -> LearningResource:
    found = (one.record for one in ran.candidates if one.scope == of)
    return next(record for record in found if isinstance(record, LearningResource))


def content(ran: Ran, key: str) -> ContentFile:
    return next(record for record in ran.records if isinstance(record, ContentFile) and record.key == key)


def test_the_course_is_read_with_everything_the_contract_names(objects: ObjectStore, tmp_path: Path) -> None:
    found = course(read(objects, tmp_path))
    (run,) = found.runs
    assert run.run_id == "8f1c7c1e111142228333abcdefabcdef"
    assert (found.title, found.readable_id) == ("Life in Tidal Pools", "T.101+fall_2024")
    assert [number.value for number in found.course.course_numbers] == ["T.101", "BIO.7", "T.101H"]
    assert (run.semester, run.year, run.level) == ("Fall", 2024, ["introductory"])
    assert found.topics == ["Science / Biology / Marine Biology", "Science / Ecology"]
    assert run.instructors == ["Marina Ochoa", "Dr. Jonas Lindqvist"]
    assert (found.image.url, found.image.alt) == ("/courses/t-101/pool.jpg", "A tidal pool at dawn")
    assert (found.platform, found.url) == ("learnstead", f"/courses/{site.SITE}/")


def test_the_description_keeps_its_markup_and_loses_its_script(objects: ObjectStore, tmp_path: Path) -> None:
    described = course(read(objects, tmp_path)).description
    assert described == "<p>What lives between the tides, and <em>why it stays</em>.</p>"


def test_a_course_that_was_not_rendered_has_its_markdown_rendered(objects: ObjectStore, tmp_path: Path) -> None:
    written = {"course_title": "T", "course_description": "Some *emphasis* and <b>HTML</b>"}
    described = course(read(objects, tmp_path, course=written)).description
    assert described == "<p>Some <em>emphasis</em> and &lt;b&gt;HTML&lt;/b&gt;</p>"


def test_topics_of_ocw_become_ours_and_others_stay_what_the_course_calls_them(
    objects: ObjectStore, tmp_path: Path
) -> None:
    topics = [["Engineering", "Computer Science"], ["Crafts", "Weaving"]]
    found = course(read(objects, tmp_path, course={"course_title": "T", "topics": topics}))
    assert found.topics == ["Engineering", "Computer Science", "Crafts / Weaving"]
    assert found.ocw_topics == ["Computer Science", "Crafts", "Engineering", "Weaving"]


def test_a_page_is_text_without_markup(objects: ObjectStore, tmp_path: Path) -> None:
    syllabus = content(read(objects, tmp_path), "pages/syllabus")
    assert syllabus.content == "Meetings\nWe meet at low water.\nWeek 1\nBarnacles"
    assert (syllabus.content_type, syllabus.description) == ("page", "How the course works")
    assert syllabus.url == f"/courses/{site.SITE}/pages/syllabus/"


@pytest.mark.parametrize(
    ("key", "words", "youtube"),
    [
        ("resources/old-video", "The kelp forest sways.", "abc123"),
        ("resources/new-video", "Periwinkles graze at night.", "def456"),
    ],
)
def test_what_is_said_in_a_video_is_read_by_the_old_keys_and_the_new(
    objects: ObjectStore, tmp_path: Path, key: str, words: str, youtube: str
) -> None:
    video = content(read(objects, tmp_path), key)
    assert (video.content_type, video.content, video.youtube_id) == ("video", words, youtube)


def test_files_that_only_accompany_a_video_are_not_content(objects: ObjectStore, tmp_path: Path) -> None:
    ran = read(objects, tmp_path)
    assert "resources/captions" not in [record.key for record in ran.records if isinstance(record, ContentFile)]
    assert content(ran, "resources/notes").content_type == "pdf"


def test_a_file_without_a_title_is_called_by_its_name(objects: ObjectStore, tmp_path: Path) -> None:
    untitled = {"title": "", "resourcetype": "Document", "file": "/courses/x/ee_all%20slides.pdf"}
    ran = read(objects, tmp_path, resources__untitled=untitled)
    assert content(ran, "resources/untitled").title == "ee_all slides.pdf"


def test_text_files_and_documents_are_read_from_the_media_of_the_site(objects: ObjectStore, tmp_path: Path) -> None:
    objects.put(f"{MEDIA}/dd_table.csv", b"species,zone\nlimpet,upper\n")
    objects.put(f"{MEDIA}/aa_notes.pdf", b"Zones are narrow.")
    table = {"title": "Counts", "resourcetype": "Other", "file": "https://files.example.org/x/dd_table.csv"}
    ran = read(objects, tmp_path, resources__table=table)
    assert "limpet,upper" in content(ran, "resources/table").content
    assert content(ran, "resources/notes").content == "Zones are narrow."


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b"{", "not JSON"),
        (b"[]", "a JSON list"),
        (b'{"title": 7.5e3000}', "not JSON"),
        (b'{"content": "<p>no title</p>"}', "no title"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
    ],
)
def test_one_unreadable_page_is_named_and_stops_nothing(
    objects: ObjectStore, tmp_path: Path, written: bytes, reason: str
) -> None:
    objects.put(f"{RELEASE}/pages/broken/data.json", written)
    ran = read(objects, tmp_path)
    (problem,) = ran.quarantined
    assert problem.key == "file:learnstead:run:8f1c7c1e111142228333abcdefabcdef:pages/broken"
    assert reason in problem.reason
    assert content(ran, "pages/syllabus").title == "Syllabus"


@pytest.mark.parametrize("written", [None, {}, {"course_title": ["a", "list"]}])
def test_a_site_without_a_course_fails_as_a_whole(objects: ObjectStore, tmp_path: Path, written: Any) -> None:
    ran = read(objects, tmp_path, course=written)
    assert "data.json of t-101-tidal-pools-fall-2024" in ran.scope(site.SITE).failed
    assert ran.records == []


def test_values_of_the_wrong_kind_count_as_missing(objects: ObjectStore, tmp_path: Path) -> None:
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
    found = course(read(objects, tmp_path, course=strange))
    (run,) = found.runs
    assert (run.year, run.level, found.topics, run.instructors) == (None, [], [], [])
    assert (found.image, found.departments, run.run_id) == (None, ["6"], site.SITE)


def test_a_media_name_cannot_leave_the_media_folder(objects: ObjectStore, tmp_path: Path) -> None:
    objects.put("secret.txt", b"secret")
    sly = {"title": "Sly", "resourcetype": "Other", "file": "/courses/x/%2e%2e%2f%2e%2e%2fsecret.txt"}
    assert content(read(objects, tmp_path, resources__sly=sly), "resources/sly").content == ""


def test_a_copy_of_a_course_is_told_from_the_first(objects: ObjectStore, tmp_path: Path) -> None:
    read(objects, tmp_path)
    site.put_release(objects, "releases/copy/1")
    event = site_events.event_of(site.published(1, release="releases/copy/1", site="a-copy"))
    assert event is not None
    register.tell(objects, event)
    copied = course(run_source("ocw", folder=tmp_path, replay="http://127.0.0.1:9", only=["a-copy"]), of="a-copy")
    assert copied.readable_id == "T.101+fall_2024@a-copy"
    assert copied.runs[0].run_id == "8f1c7c1e111142228333abcdefabcdef@a-copy"
    assert course(read(objects, tmp_path)).readable_id == "T.101+fall_2024"


def test_a_withdrawn_site_is_gone_and_what_studio_said_earlier_does_not_count(
    objects: ObjectStore, tmp_path: Path
) -> None:
    read(objects, tmp_path)
    withdrawn, late = (site_events.event_of(body) for body in (site.unpublished(3), site.published(2, release="r/2")))
    assert withdrawn is not None
    assert late is not None
    assert register.tell(objects, withdrawn)
    assert not register.tell(objects, late)
    ran = run_source("ocw", folder=tmp_path, replay="http://127.0.0.1:9")
    assert ran.scope(site.SITE).gone == "it was unpublished"

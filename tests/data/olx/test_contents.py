"""The files of a course as records."""

import io

import pytest

from learnstead.data.olx.contents import Contents
from learnstead.data.olx.course import opened
from learnstead.kernel.contracts import ContentParent
from tests.data import shared
from tests.data.olx.course_folder import packed
from tests.data.running import PlainTexts

RUN = "course-v1:Tidal+TI.1x+3T2030"
VIDEO = "0b6f63a1c0de4b6f9d0e3a5b7c9d1e2f"
PROBLEM = "1c7f63a1-c0de-4b6f-9d0e-3a5b7c9d1e2f"
OLX = shared.REPLAY / "payloads/s3/olx"


@pytest.fixture
def records_of():
    def records_of(archive, *, run_id=RUN):
        with opened(io.BytesIO(archive)) as course:
            contents = Contents(
                course,
                parent=ContentParent(platform="mitxonline", run_id=run_id),
                etl_source="mitxonline",
                base="https://courses.example.org",
                texts=PlainTexts(),
            )
            made = (contents.record(path) for path in contents.documents())
            return {record.source_path: record for record in made if record}

    return records_of


def test_blocks_and_assets_are_found_in_the_course_when_they_have_a_place_there(records_of):
    found = records_of(
        packed(
            {
                "course.xml": "<course url_name='3T2030'/>",
                f"problem/{PROBLEM}.xml": "<problem display_name='High tide'>When?</problem>",
                "about/overview.html": "<title>About tides</title>Words",
                "static/tide table.csv": "a,b",
            }
        )
    )
    problem, overview = found[f"course/problem/{PROBLEM}.xml"], found["course/about/overview.html"]

    assert problem.title == "High tide"
    assert problem.key == problem.edx_module_id == f"block-v1:Tidal+TI.1x+3T2030+type@problem+block@{PROBLEM}"
    assert problem.url == f"https://courses.example.org/courses/{RUN}/jump_to_id/{PROBLEM}"
    assert (overview.title, overview.url) == ("About tides", None)
    asset = "asset-v1:Tidal+TI.1x+3T2030+type@asset+block@tide_table.csv"
    assert found["course/static/tide table.csv"].url == f"https://courses.example.org/{asset}"
    assert found["course/static/tide table.csv"].title == "Tide Table"


def test_a_transcript_is_called_as_its_video_and_leads_to_it(records_of):
    found = records_of(
        packed(
            {
                "course.xml": "<course/>",
                f"video/{VIDEO}.xml": "<video display_name='Neap tides' sub='old'><video_asset><transcripts>"
                "<transcript language='en' src='neap.srt'/></transcripts></video_asset></video>",
                "static/neap.srt": "1\n00:00:01,000 --> 00:00:02,000\nWhen the moon stands aside\n",
                "static/subs_old.srt.sjson": '{"text": ["When the moon"]}',
            }
        )
    )

    for path in ("course/static/neap.srt", "course/static/subs_old.srt.sjson"):
        assert found[path].title == "Neap tides"
        assert found[path].url.endswith(f"/jump_to_id/{VIDEO}")
    assert found["course/static/neap.srt"].content == "When the moon stands aside"


def test_files_that_share_a_module_id_have_keys_of_their_own(records_of):
    found = records_of(
        packed(
            {
                "course.xml": "<course/>",
                "html/intro.xml": "<html filename='intro' display_name='Welcome'/>",
                "html/intro.html": "<p>Hello</p>",
            }
        )
    )
    page, pointer = found["course/html/intro.html"], found["course/html/intro.xml"]

    assert page.title == pointer.title == "Welcome"
    assert page.key == page.edx_module_id == pointer.edx_module_id
    assert pointer.key == f"{page.key}#course/html/intro.xml"


def test_what_only_staff_sees_and_what_is_a_draft_stays_inside(records_of):
    found = records_of(
        packed(
            {
                "course.xml": "<course url_name='3T2030'/>",
                "course/3T2030.xml": "<course><chapter url_name='c'/></course>",
                "chapter/c.xml": "<chapter><sequential url_name='s'/><sequential url_name='secret'/></chapter>",
                "sequential/s.xml": "<sequential><vertical url_name='v'/></sequential>",
                "sequential/secret.xml": "<sequential visible_to_staff_only='true'><vertical url_name='w'/>"
                "</sequential>",
                "vertical/v.xml": "<vertical><html url_name='shared'/></vertical>",
                "vertical/w.xml": "<vertical><html url_name='key'/><html url_name='shared'/><video url_name='x'/>"
                "</vertical>",
                "html/key.xml": "<html filename='key'/>",
                "html/key.html": "The answers",
                "html/shared.xml": "<html filename='shared'/>",
                "html/shared.html": "For everybody",
                "video/x.xml": "<video sub='x'/>",
                "static/subs_x.srt.sjson": '{"text": ["hush"]}',
                "drafts/html/later.html": "Not yet",
            }
        )
    )

    assert {path for path in found if not path.endswith(".xml")} == {"course/html/shared.html"}
    assert "course/sequential/secret.xml" not in found


def test_empty_files_are_no_content(records_of):
    assert list(records_of(packed({"course.xml": "<course/>", "about/title.html": " \n", "about/x.html": ""}))) == [
        "course/course.xml"
    ]


@shared.needs_shared
def test_every_document_of_a_real_course_gets_a_record_of_its_own(records_of):
    found = records_of((OLX / "exported_courses_12345.tar.gz").read_bytes())

    assert len(found) == len({record.key for record in found.values()}) == 92
    assert len({record.edx_module_id for record in found.values()}) == 84
    assert found == records_of((OLX / "content-devops-0001.tar.gz").read_bytes())

"""Content files of edX, MITx Online and xPRO: archives in a bucket, one for each run."""

import os

import msgspec
import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.adapters.text.tika import TikaExtractor
from learnstead.data import taken_back
from learnstead.data.documents import NobodyReads
from learnstead.kernel.contracts import LearningResource, Run
from learnstead.ports.text_extraction import ExtractedText, ExtractorAway, NoText, TooSlow
from tests.data import shared
from tests.data.olx.course_folder import packed, put
from tests.data.running import run_source

RUN = "course-v1:Tidal+TI.1x+3T2030"
PREFIX = "mitxonline/openedx/raw_data/course_xml"
COURSE = {"course.xml": "<course/>", "html/intro.html": "<p>Hello</p>", "static/notes.pdf": b"%PDF"}
NOWHERE = "http://127.0.0.1:9"


WRONG = {b"%PDF": NoText, b"%PDF slow": TooSlow, b"%PDF away": ExtractorAway}


class Texts:
    """Text extraction as a source sees it, without remembering; counts."""

    def __init__(self, extractor=None):
        self.extractor, self.asked = extractor, []

    def of(self, content, *, file_name, media_type=""):
        self.asked.append(file_name)
        if self.extractor:
            return self.extractor.extract(content, file_name=file_name, media_type=media_type)
        if content.startswith(b"%PDF"):
            raise WRONG.get(content, NoText)(f"{file_name} cannot be read: half a PDF")
        return ExtractedText(text=content.decode())


@pytest.fixture
def bucket(tmp_path):
    return tmp_path / "bucket"


@pytest.mark.parametrize(
    ("name", "run", "prefix"),
    [
        ("mitxonline", "course-v1:MITxT+8.01.3x+3T2022", PREFIX),
        ("xpro", "course-v1:MITxT+8.01.4x+3T2022", "xpro/openedx/raw_data/course_xml"),
    ],
)
def test_a_real_archive_becomes_what_production_made_of_it(tmp_path, bucket, replay, name, run, prefix):
    archive = (shared.REPLAY / f"payloads/s3/olx/{run}.tar.gz").read_bytes()
    put(bucket, f"{prefix}/{run}/abc.xml.tar.gz", archive)

    with TikaExtractor(f"{replay}/tika") as tika:
        ran = run_source(f"{name}_files", folder=tmp_path, replay=replay, bucket=bucket, texts=Texts(tika))
    ours = [msgspec.to_builtins(record) for record in ran.records]

    assert ran.scope(run).complete == "17 documents, the archive was read to its end"
    assert not ran.quarantined
    assert shared.differences(f"olx_content_{name}", ours, section="transform") == []


def test_what_we_have_is_neither_fetched_nor_read(tmp_path, bucket):
    put(bucket, f"{PREFIX}/{RUN}/1.xml.tar.gz", packed(COURSE))
    texts = Texts()
    first = run_source("mitxonline_files", folder=tmp_path / "1", replay=NOWHERE, bucket=bucket)
    versions = {RUN: first.scope(RUN).version}

    again = run_source(
        "mitxonline_files", folder=tmp_path / "2", replay=NOWHERE, bucket=bucket, versions=versions, texts=texts
    )

    assert again.scope(RUN).unchanged
    assert (list(again.snapshot.exchanges()), again.records, texts.asked) == ([], [], [])


def test_the_newest_archive_of_a_run_counts(tmp_path, bucket):
    old = put(bucket, f"{PREFIX}/{RUN}/z-old.xml.tar.gz", packed(COURSE))
    put(bucket, f"{PREFIX}/{RUN}/a-new.xml.tar.gz", packed({"course.xml": "<course/>", "html/new.html": "New"}))
    os.utime(old, (0, 0))

    ran = run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket)

    assert "New" in [record.content for record in ran.records]
    assert "Hello" not in "".join(record.content for record in ran.records)


@pytest.mark.parametrize("content", [b"%PDF", b"%PDF slow"])
def test_one_damaged_document_stops_nothing_and_is_not_taken_for_gone(tmp_path, bucket, content):
    put(bucket, f"{PREFIX}/{RUN}/1.xml.tar.gz", packed(COURSE | {"static/notes.pdf": content}))

    ran = run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket, texts=Texts())

    assert [record.source_path for record in ran.records] == ["course/course.xml", "course/html/intro.html"]
    [bad] = ran.quarantined
    assert bad.key == f"file:mitxonline:run:{RUN}:asset-v1:Tidal+TI.1x+3T2030+type@asset+block@notes.pdf"
    assert "notes.pdf cannot be read: half a PDF" in bad.reason


def test_an_extractor_that_is_away_is_no_fault_of_any_document(tmp_path, bucket):
    put(bucket, f"{PREFIX}/{RUN}/1.xml.tar.gz", packed(COURSE | {"static/notes.pdf": b"%PDF away"}))

    with pytest.raises(NobodyReads):
        run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket, texts=Texts())


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(packed({}), id="empty"),
        pytest.param(packed({"static/logo.jpg": b"x"}), id="without documents"),
        pytest.param(packed(COURSE)[:-30], id="cut off"),
        pytest.param(b"<html>Sign in</html>", id="a page"),
    ],
)
def test_an_archive_without_a_course_fails_its_run_and_no_other(tmp_path, bucket, archive):
    put(bucket, f"{PREFIX}/{RUN}/1.xml.tar.gz", archive)
    put(bucket, f"{PREFIX}/course-v1:Tidal+TI.2x+3T2030/1.xml.tar.gz", packed({"course.xml": "<course/>"}))

    ran = run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket)

    assert f"{RUN}/1.xml.tar.gz" in ran.scope(RUN).failed
    assert [candidate.scope for candidate in ran.candidates] == ["course-v1:Tidal+TI.2x+3T2030"]
    assert ran.journal.listed == [RUN, "course-v1:Tidal+TI.2x+3T2030"]


def test_a_bucket_without_archives_is_a_mistake_and_not_an_empty_platform(tmp_path, bucket):
    put(bucket, "elsewhere/x.tar.gz", packed(COURSE))

    ran = run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket)

    assert "is it the right bucket?" in ran.scope("all").failed
    assert ran.journal.listed is None


def test_runs_are_spelt_as_the_catalogue_spells_them(tmp_path, bucket):
    put(bucket, "edxorg-raw-data/edxorg/raw_data/course_xml/prod/Tidal-TI.1x-3T2030/1.xml.tar.gz", packed(COURSE))
    course = LearningResource(
        resource_type="course", readable_id="Tidal+TI.1x", etl_source="mit_edx", platform="edx", runs=[Run(run_id=RUN)]
    )

    ran = run_source(
        "mit_edx_files", folder=tmp_path, replay=NOWHERE, bucket=bucket, latest={"mit_edx": [course]}, texts=Texts()
    )

    assert {(record.parent.platform, record.parent.run_id) for record in ran.records} == {("edx", RUN)}
    assert ran.records[0].key.startswith("block-v1:Tidal+TI.1x+3T2030+")


def test_a_run_can_be_asked_for_alone(tmp_path, bucket):
    for number in (1, 2):
        put(bucket, f"{PREFIX}/course-v1:Tidal+TI.{number}x+3T2030/1.xml.tar.gz", packed(COURSE))

    ran = run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket, only=[RUN])

    assert {candidate.scope for candidate in ran.candidates} == {RUN}


def test_a_run_that_is_asked_for_and_not_there_is_said(tmp_path, bucket):
    put(bucket, f"{PREFIX}/{RUN}/1.xml.tar.gz", packed(COURSE))

    ran = run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket, only=["course-v1:Tidal+TI.9x"])

    assert "the bucket has nothing for course-v1:Tidal+TI.9x" in ran.scope("course-v1:Tidal+TI.9x").failed
    assert ran.candidates == []


def test_a_run_that_was_taken_back_is_gone_although_nothing_is_there(tmp_path, bucket):
    put(bucket, f"{PREFIX}/{RUN}/1.xml.tar.gz", packed(COURSE))
    taken_back.take_back_scope(
        FolderStore(tmp_path / "objects"), source="mitxonline_files", scope="course-v1:Tidal+TI.9x", reason="deleted"
    )

    ran = run_source("mitxonline_files", folder=tmp_path, replay=NOWHERE, bucket=bucket, only=["course-v1:Tidal+TI.9x"])

    assert ran.scope("course-v1:Tidal+TI.9x").gone == "deleted"

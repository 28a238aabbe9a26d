"""MediaConvert's client against a server that speaks its protocol, with moto's S3 behind it."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from botocore.session import get_session
from botocore.validate import validate_parameters

from learnstead.adapters.mediaconvert.account import Account
from learnstead.adapters.mediaconvert.client import MediaConvert
from learnstead.adapters.mediaconvert.template import settings
from learnstead.adapters.objects.folder import FolderStore
from learnstead.kernel.errors import Terminal
from learnstead.ports.transcoder import FarmState

pytestmark = pytest.mark.slow

FIXTURES = Path(__file__).resolve().parents[4] / "shared" / "fixtures" / "video"
MADE = {
    "master.m3u8": b"#EXTM3U\n",
    "master_picture_1.m3u8": b"#EXTM3U\n",
    "master_picture_1_00001.cmfv": b"pictures",
    "download.mp4": b"film",
    "poster.0000000.jpg": b"black",
    "poster.0000001.jpg": b"a beach",
}


@pytest.fixture
def store(tmp_path):
    one = FolderStore(tmp_path)
    one.put("video/originals/tides/1/source.mov", b"a film of the sea")
    return one


@pytest.fixture
def farm(amazon, store):
    role = "arn:aws:iam::123456789012:role/video"
    return MediaConvert(Account(region="us-east-1", bucket="films", role=role, endpoint=amazon.url), store)


def begin(farm, reference):
    return farm.begin(
        source="video/originals/tides/1/source.mov",
        destination="video/delivery/tides/1",
        reference=reference,
        portrait=False,
        download=True,
    )


def test_the_file_is_handed_over_and_the_work_ordered_once(amazon, farm):
    reference = uuid4().hex
    job = begin(farm, reference)
    assert begin(farm, reference) == job
    asked = amazon.jobs[job]
    assert asked["settings"]["inputs"][0]["fileInput"] == f"s3://films/learnstead/in/{reference}/source.mov"
    assert len(amazon.jobs) == 1
    assert farm.report(job).state is FarmState.WORKING


def test_what_was_made_comes_into_our_store_and_is_gone_there(amazon, farm, store):
    job = begin(farm, uuid4().hex)
    amazon.complete(job, MADE, 132_033)
    report = farm.report(job)
    assert (report.state, report.duration, report.master) == (
        FarmState.COMPLETE,
        132.033,
        "video/delivery/tides/1/master.m3u8",
    )
    assert store.get("video/delivery/tides/1/poster.jpg") == b"a beach"
    assert store.get("video/delivery/tides/1/master_picture_1_00001.cmfv") == b"pictures"
    assert farm.report(job) == report
    assert amazon.paths()[-1].startswith("GET /films")


def test_an_error_of_the_input_blames_the_file(amazon, farm):
    job = begin(farm, uuid4().hex)
    words = "Video codec [indeo4] is not a supported input video codec"
    amazon.jobs[job].update(status="ERROR", errorCode=1030, errorMessage=words)
    report = farm.report(job)
    assert (report.state, report.message) == (FarmState.UNFIT, f"{words} (MediaConvert 1030)")
    amazon.jobs[job].update(errorCode=1404, errorMessage="Access denied")
    assert farm.report(job).state is FarmState.FAILED


def test_a_job_without_a_playlist_is_not_complete(amazon, farm):
    job = begin(farm, uuid4().hex)
    amazon.complete(job, {}, 5)
    assert farm.report(job).state is FarmState.FAILED


def test_a_job_that_is_not_ours_is_not_believed(amazon, farm):
    job = begin(farm, uuid4().hex)
    amazon.jobs[job].update(status="COMPLETE", userMetadata={})
    with pytest.raises(Terminal, match="was not ordered by us"):
        farm.report(job)


def test_a_job_that_nobody_knows_is_said_so(farm):
    with pytest.raises(Terminal, match="NotFoundException"):
        farm.report("1700000000000-nobody")


def test_the_settings_are_what_amazons_own_description_allows():
    shape = get_session().get_service_model("mediaconvert").operation_model("CreateJob").input_shape
    made = settings(source="s3://films/in/source.mov", destination="s3://films/out/", download=True)
    validate_parameters({"Role": "arn", "Settings": made}, shape)
    without = settings(source="s3://films/in/source.mov", destination="s3://films/out/", download=False)
    assert [group["Name"] for group in without["OutputGroups"]] == ["CMAF", "Poster"]


@pytest.mark.skipif(not FIXTURES.exists(), reason="the reference payloads are not here")
def test_our_job_makes_every_kind_of_output_that_the_older_one_made():
    older = json.loads((FIXTURES / "mediaconvert-job-ovs.json").read_text())["Settings"]
    made = settings(source="s3://films/in/source.mov", destination="s3://films/out/", download=True)

    def kinds(job):
        return {
            output["ContainerSettings"]["Container"] for group in job["OutputGroups"] for output in group["Outputs"]
        }

    assert kinds(older) == {"M3U8", "MP4", "RAW"}
    assert kinds(made) == {"CMFC", "MP4", "RAW"}

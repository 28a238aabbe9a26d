"""edX, inside MIT's courses: the OLX archive of every run."""

from collections.abc import Iterator
from datetime import timedelta

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined
from learnstead.data.olx.archives import newest_archives, run_folder
from learnstead.data.olx.runs import content_files
from learnstead.data.olx.terms import THRESHOLDS, base_url
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source

PREFIX = "edxorg-raw-data/edxorg/raw_data/course_xml/"


def extract(run: Extraction) -> Iterator[Payload]:
    """The newest archive of every run."""
    return newest_archives(run, prefix=PREFIX)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Their documents; folders spell the ids of runs in ways of their own."""
    return content_files(snapshot, given, catalogue="mit_edx", platform="edx", spelling=spelling)


def spelling(run_id: str) -> str:
    """What ``course-v1:MITx+6.00.1x+2T2030`` and the folder ``MITx-6.00.1x-2T2030`` have in common."""
    return run_id.lower().removeprefix("course-v1:").replace("-", ".").replace("+", ".")


SOURCE = Source(
    name="mit_edx_files",
    title="edX (content files)",
    transport="S3 OLX archives",
    cadence="daily 06:00; webhook",
    schedules=("0 6 * * *",),
    stale_after=timedelta(days=3),
    data="OLX content",
    owner="MIT Open Learning, MITx",
    scope="course run",
    bucket="ol-data-lake-landing-zone-production",
    prefix=PREFIX,
    scope_of=run_folder,
    settings=(base_url("https://courses.edx.org"),),
    after=("mit_edx",),
    thresholds=THRESHOLDS,
    extract=extract,
    normalise=normalise,
)

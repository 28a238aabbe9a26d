"""MIT xPRO, inside its courses: the OLX archive of every run."""

from collections.abc import Iterator
from datetime import timedelta

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined
from learnstead.data.olx.archives import newest_archives, run_folder
from learnstead.data.olx.runs import content_files
from learnstead.data.olx.terms import THRESHOLDS, base_url
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Source

PREFIX = "xpro/openedx/raw_data/course_xml/"


def extract(run: Extraction) -> Iterator[Payload]:
    """The newest archive of every run."""
    return newest_archives(run, prefix=PREFIX)


def normalise(snapshot: Snapshot, given: Given) -> Iterator[Candidate | Quarantined]:
    """Their documents; a run is called as its folder is."""
    return content_files(snapshot, given, catalogue="xpro", platform="xpro")


SOURCE = Source(
    name="xpro_files",
    title="xPRO / xOnline (files)",
    transport="S3",
    cadence="daily 08:00; webhook",
    schedules=("0 8 * * *",),
    stale_after=timedelta(days=3),
    data="content",
    owner="MIT xPRO",
    scope="course run",
    bucket="ol-data-lake-landing-zone-production",
    prefix=PREFIX,
    scope_of=run_folder,
    settings=(base_url("https://courses.xpro.mit.edu"),),
    after=("xpro",),
    thresholds=THRESHOLDS,
    extract=extract,
    normalise=normalise,
)

"""Our own sample archives, read as the demo reads them."""

from datetime import UTC, datetime

import pytest

from learnstead.adapters.text.library import LibraryExtractor
from learnstead.kernel.contracts import ContentFile, LearningResource, TutorProblemFile
from tests.data.feeds import bucket_of, feed_of
from tests.data.running import run_source

TODAY = datetime(2030, 3, 5, 12, tzinfo=UTC)


class Texts:
    """The extractor of an installation without a Tika server."""

    def __init__(self, library):
        self.library = library

    def of(self, content, *, file_name, media_type=""):
        return self.library.extract(content, file_name=file_name, media_type=media_type)


@pytest.fixture(scope="module")
def texts():
    with LibraryExtractor() as library:
        yield Texts(library)


@pytest.fixture
def sample(tmp_path, texts):
    def sample(name, **options):
        bucket = bucket_of(name, tmp_path / "bucket", today=TODAY)
        return run_source(
            name, folder=tmp_path, replay="http://127.0.0.1:9", bucket=bucket, now=TODAY, texts=texts, **options
        )

    return sample


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("mitxonline", "Why everything swings alike"),
        ("xpro", "Time to recover, time to survive"),
        ("mit_edx", "A jar, some soil, and a night"),
    ],
)
def test_sample_courses_are_read_and_belong_to_sample_runs(sample, tmp_path, name, title):
    with feed_of(name) as feed:
        keys = {"client_id": "replay", "client_secret": "replay"}
        catalogue = run_source(name, folder=tmp_path / "catalogue", replay=feed.url, now=TODAY, settings=keys).records
    courses = [record for record in catalogue if isinstance(record, LearningResource)]
    runs = {run.run_id for course in courses for run in course.runs or ()}

    ran = sample(f"{name}_files", latest={name: courses})
    found = next(record for record in ran.records if record.title == title)

    assert not ran.quarantined
    assert {report.failed for report in ran.journal.scopes} == {""}
    assert {record.parent.run_id for record in ran.records} <= runs
    assert "/jump_to_id/" in found.url
    assert "<" not in found.content
    assert "For the team" not in {record.title for record in ran.records}
    assert "Where the demonstration fails" not in {record.title for record in ran.records}


def test_sample_canvas_courses_show_what_is_open_today(sample):
    ran = sample("canvas")
    titles = {record.title for record in ran.records if isinstance(record, ContentFile)}

    assert not ran.quarantined
    assert {"Welcome aboard", "Tie three in the dark", "Strength of knots.csv", "Finding north"} <= titles
    assert not {"The eye splice (in preparation)", "Final: rig a tarpaulin", "Marking"} & titles
    assert {record.type for record in ran.records if isinstance(record, TutorProblemFile)} == {"problem", "solution"}

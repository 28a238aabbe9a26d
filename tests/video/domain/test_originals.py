"""Originals stay for ever, or for the years of their collection after nothing needs them any more; never less."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction

from learnstead.config.cli import cli
from learnstead.config.cli import video_originals as _registers_the_command  # noqa: F401 - as main() does
from learnstead.ports.services import services
from learnstead.video.domain import originals
from learnstead.video.domain.mails import Post
from learnstead.video.domain.transcoding import requests
from learnstead.video.models import Collection, Revision, TranscodeJob
from tests.video.cast import NOON, collection, person, revise, video
from tests.video.filmed import Requests

pytestmark = pytest.mark.django_db
GONE = NOON.replace(year=2032)


@pytest.fixture
def ada():
    return person("ada")


@pytest.fixture
def kept(ada):
    return collection(ada, originals_years=6)


def put(made):
    for revision in made.revisions.exclude(original=""):
        services().objects.put(revision.original, b"film")


def there(made) -> list[str]:
    return [info.key.split("/")[-2] for info in services().objects.list(f"video/originals/{made.hexkey}")]


def replaced(inside, **fields):
    """The first of its two films had its time at NOON."""
    made = video(inside, **fields)
    made.revisions.update(retired_at=NOON)
    revise(made, number=2)
    put(made)
    return made


def archived(inside, **fields):
    made = video(inside, **fields)
    made.revisions.update(retired_at=NOON)
    type(made).objects.filter(pk=made.pk).update(current=None, archived_at=NOON)
    put(made)
    return made


def remove(at):
    """As every night's job does when a mail went out in time."""
    Revision.objects.exclude(original="").update(original_told_at=at - originals.NOTICE)
    return due(at)


def due(at):
    return [one.key for one in originals.remove_due(at=at, objects=services().objects)]


def told(at):
    """Those to whom a mail about a removal goes, and what it says."""
    queue = Requests()
    originals.warn(at=at, post=Post(queue=queue, url="https://film.example.org"))
    return [(mail["to"], mail["subject"], mail["text"]) for _, mail in queue.put_in]


def test_what_was_replaced_goes_after_the_years_of_its_collection_and_not_a_day_sooner(kept, caplog):
    made = replaced(kept)
    assert remove(GONE - timedelta(seconds=1)) == []
    with caplog.at_level(logging.INFO, logger=originals.__name__):
        assert remove(GONE) == [f"video/originals/{made.hexkey}/1/source.mov"]
    (line,) = caplog.messages
    assert made.hexkey in line
    assert "nothing needed it since 2026-11-21, and its collection keeps originals for 6 years" in line
    assert there(made) == ["2"]
    first = made.revisions.get(number=1)
    assert (first.original, first.original_removed_at) == ("", GONE)
    assert remove(GONE) == []


def test_two_weeks_before_a_mail_says_so_once_and_nothing_goes_without_it(kept):
    replaced(kept, title="Tides")
    assert told(GONE - timedelta(days=15)) == []
    ((to, subject, text),) = told(GONE - timedelta(days=14))
    assert (to, subject) == ("ada@example.org", "The original of “Tides” is to be removed")
    assert "On 21 November 2032 the original file source.mov of “Tides” is removed." in text
    assert "cannot be brought back" not in text
    assert told(GONE) == due(GONE - timedelta(seconds=1)) == []
    assert len(due(GONE)) == 1


def test_who_was_told_late_has_two_weeks_and_who_gave_more_years_is_told_again(kept):
    archived(kept)
    late = GONE + timedelta(days=100)
    assert due(late) == []
    ((_, _, text),) = told(late)
    assert "On 15 March 2033" in text
    assert "without its original it cannot be brought back" in text
    assert due(late + timedelta(days=13)) == []
    Collection.objects.update(originals_years=10)
    assert due(late + timedelta(days=14)) == []
    assert len(told(NOON.replace(year=2036) - timedelta(days=14))) == 1
    Collection.objects.update(originals_years=6)
    assert len(due(NOON.replace(year=2036))) == 1


def test_without_a_policy_nothing_ever_goes_and_six_years_are_the_least(ada, kept):
    made = replaced(collection(ada))
    assert remove(NOON.replace(year=2999)) == []
    assert there(made) == ["1", "2"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Collection.objects.filter(pk=kept.pk).update(originals_years=5)


def test_what_a_revision_needs_stays(kept):
    played, again, making, shared, failed = (replaced(kept) for _ in range(5))
    type(again).objects.filter(pk=again.pk).update(status="Retranscode scheduled")
    TranscodeJob.objects.create(
        revision=making.revisions.get(number=1), transcoder="ffmpeg", state="running", requested_at=NOON
    )
    first = shared.revisions.get(number=1)
    shared.revisions.filter(number=2).update(original=first.original)  # a retranscode
    failed.revisions.filter(number=2).update(retired_at=NOON)
    type(failed).objects.filter(pk=failed.pk).update(current=None)
    newest = Revision.objects.create(video=failed, number=3, created_at=NOON, original="video/originals/x", size=1)
    later = NOON.replace(year=2999)
    assert {key.split("/")[2] for key in remove(later)} == {played.hexkey, failed.hexkey}
    assert [there(one) for one in (played, again, making)] == [["2"], ["1", "2"], ["1", "2"]]
    newest.refresh_from_db()
    assert newest.original  # it failed, and may be tried again


def test_a_film_from_the_archive_comes_back_until_its_original_goes(client, ada, kept):
    client.force_login(ada)
    made = archived(kept)
    pages = [f"/videos/{made.hexkey}/edit/", f"/videos/{made.hexkey}/"]
    before = [client.get(page).text for page in pages]
    assert "Its original is kept until 21 November 2032" in before[0]
    assert "until 21 Nov 2032" in before[0]
    copy = client.get(f"/videos/{made.hexkey}/original/1/", follow=True)
    assert (copy.content, copy.headers["Content-Disposition"]) == (b"film", "attachment; filename*=UTF-8''source.mov")
    assert "only its original is kept" in before[1]
    assert remove(GONE) == [f"video/originals/{made.hexkey}/1/source.mov"]
    after = [client.get(page).text for page in pages]
    assert "Bring it back" not in after[0]
    assert "removed 21 Nov 2032" in after[0]
    assert client.get(f"/videos/{made.hexkey}/original/1/").status_code == 404
    assert "it was given up" in after[1]
    with pytest.raises(requests.NothingToTranscode):
        requests.again(made, at=GONE, queue=Requests())


def test_the_form_of_a_collection_takes_years_and_refuses_too_few(client, ada, kept):
    client.force_login(ada)
    place = f"/collections/{kept.hexkey}/edit/"
    for wrong in ("5", "x", "101", "99999"):
        refused = client.post(place, {"title": "T", "originals_years": wrong})
        assert (refused.status_code, 'id="years-problem"' in refused.text) == (400, True), wrong
    for typed, years in (("7", 7), ("", None)):
        client.post(place, {"title": "T", "originals_years": typed})
        kept.refresh_from_db()
        assert kept.originals_years == years


def test_the_command_lists_what_will_go_and_removes_only_when_told_to(kept):
    made = replaced(kept, title="Tides")
    made.revisions.filter(number=1).update(retired_at=datetime(2015, 2, 28, 12, tzinfo=UTC))
    archived(kept)

    def run(*options):
        return CliRunner().invoke(cli, ["video", "originals", *options])

    assert len(json.loads(run("--json", "--until", "2100-01-01").output)) == 2
    listed = run().output
    assert listed.startswith("2021-02-28           1,000 bytes")
    assert listed.endswith("1 originals, 1,000 bytes\n")
    assert there(made) == ["1", "2"]
    assert run("--remove", "--until", "2100-01-01").exit_code == 2
    assert "1 originals, 1,000 bytes, removed" in run("--remove").output
    assert there(made) == ["2"]
    assert run().output == "0 originals, 0 bytes\n"


def test_an_original_counts_once_however_often_it_was_transcoded(kept):
    made = video(kept)
    revise(made, number=2)
    made.revisions.update(original="video/originals/x/1/source.mov")
    made.revisions.filter(number=1).update(retired_at=NOON, removed_at=NOON)
    made.revisions.filter(number=2).update(reason="retranscoded")
    assert originals.bytes_of(kept) == 1000

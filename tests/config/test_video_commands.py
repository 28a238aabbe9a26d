"""The video commands, without web server or worker, on real films."""

import json
import re

import pytest
from click.testing import CliRunner

from learnstead.config.cli import cli
from learnstead.config.cli import video as _registers_the_commands  # noqa: F401 - as main() does
from learnstead.kernel.errors import LearnsteadError
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.video.models import Collection, Revision, Video
from tests.video.clips import clip
from tests.waiting_jobs import waiting, work_off

pytestmark = pytest.mark.slow


@pytest.fixture
def video():
    def call(*words):
        result = CliRunner().invoke(cli, ["video", *map(str, words)])
        if isinstance(result.exception, LearnsteadError):
            raise result.exception
        return result

    return call


@pytest.fixture
def ada(db):
    return User.objects.create_superuser("ada", "ada@example.org", "lovelace-1815")


def test_a_film_is_added_listed_shown_and_prepared_again(video, ada):
    (said,) = json.loads(video("add", clip("plain"), "--title", "Tides", "--json").output)
    assert (said["status"], said["title"], said["collection"]) == ("Uploading", "Tides", "videos")
    assert work_off(only="video.keep") == ["video.keep"]
    revision = Revision.objects.get()
    assert services().objects.get(revision.original) == clip("plain").read_bytes()
    assert (round(revision.duration), revision.width, revision.height) == (4, 320, 180)
    assert [name for name, _ in waiting()] == ["video.transcode"]

    Video.objects.update(current=revision, status="Complete")
    assert re.search(r"Complete +4\.0 s  Tides", video("list", "--collection", "videos").output)
    assert json.loads(video("list", "--status", "error", "--json").output) == []
    assert "revision 1  first" in video("show", said["key"]).output
    (again,) = json.loads(video("retranscode", said["key"], "--json").output)
    assert again["status"] == "Retranscode scheduled"
    shown = json.loads(video("show", said["key"], "--json").output)
    assert [one["number"] for one in shown["revisions"]] == [2, 1]


def test_what_is_no_film_is_refused_and_the_others_are_added(video, ada, tmp_path):
    (tmp_path / "essay.mp4").write_bytes(b"It was a dark and stormy night. " * 99)
    (tmp_path / "empty.mp4").write_bytes(b"")
    done = video("add", tmp_path / "essay.mp4", tmp_path / "empty.mp4", clip("silent"), "--json")
    essay, empty, film = json.loads(done.output)
    assert (done.exit_code, bool(essay["error"]), bool(empty["error"]), film["status"]) == (1, True, True, "Uploading")
    assert Video.objects.count() == 1


def test_the_file_of_a_video_is_replaced(video, ada):
    (said,) = json.loads(video("add", clip("silent"), "--json").output)
    work_off(only="video.keep")
    Video.objects.update(current=Revision.objects.get(), status="Complete")
    video("add", clip("plain"), "--replace", said["key"])
    work_off(only="video.keep")
    assert list(Revision.objects.values_list("number", "reason")) == [(2, "replaced"), (1, "first")]


def test_a_collection_must_be_somebodys(video, db):
    assert "not exactly one administrator" in video("add", clip("silent")).output
    assert "no user 'bo'" in video("add", clip("silent"), "--owner", "bo").output
    assert "no collection" in video("add", clip("silent"), "--collection", "nothing").output
    with pytest.raises(LearnsteadError, match="no video"):
        video("show", "nothing")
    assert Collection.objects.count() == 0


def test_without_a_tray_there_is_nothing_to_watch(video, db):
    with pytest.raises(LearnsteadError, match="LEARNSTEAD_VIDEO_WATCH"):
        video("watch", "--once")

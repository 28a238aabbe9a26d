"""A video moves only along the table, and the row decides."""

import pytest

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.video.domain.states import MOVES, IllegalMove, Status, move
from learnstead.video.models import Collection, Video

pytestmark = pytest.mark.django_db


@pytest.fixture
def video() -> Video:
    now = clock.now()
    owner = User.objects.create_user("vera")
    collection = Collection.objects.create(title="Lectures", owner=owner, created_at=now, updated_at=now)
    return Video.objects.create(collection=collection, title="Tides", created_at=now, updated_at=now)


def test_a_video_goes_from_upload_to_complete(video: Video) -> None:
    for status in (Status.UPLOADING, Status.TRANSCODING, Status.COMPLETE):
        move(video, status, at=clock.now())
    video.refresh_from_db()
    assert video.status == "Complete"


def test_of_two_that_move_a_video_one_is_refused(video: Video) -> None:
    second = Video.objects.get(pk=video.pk)
    move(video, Status.UPLOADING, at=clock.now())
    move(video, Status.UPLOAD_FAILED, at=clock.now(), message="The connection was lost.")
    with pytest.raises(IllegalMove, match=r"“Tides” is “Upload failed” and cannot become “Transcoding”"):
        move(second, Status.TRANSCODING, at=clock.now())
    assert Video.objects.get().message == "The connection was lost."


def test_every_status_can_be_left_and_reached() -> None:
    assert set(MOVES) == set(Status)
    assert all(MOVES.values())
    assert set().union(*MOVES.values()) == set(Status)

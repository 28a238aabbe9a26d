import pytest
import yaml

from learnstead.config import demo_videos
from learnstead.config.places import CHECKOUT
from learnstead.people.models import User
from learnstead.video.models import Video

pytestmark = pytest.mark.django_db


@pytest.fixture
def films(tmp_path):
    """The demo's films, shortened."""
    for path in (CHECKOUT / "examples/videos").glob("*.yaml"):
        told = yaml.safe_load(path.read_text()) | {"seconds": 1}
        (tmp_path / path.name).write_text(yaml.safe_dump(told))
    return tmp_path


def test_the_films_of_the_demo_are_drawn_and_brought_in_once(films):
    User.objects.create_user("ada")
    (video,) = demo_videos.load(films, ffmpeg=None)
    assert demo_videos.load(films, ffmpeg=None) == []
    assert Video.objects.get().is_public
    assert video.collection.include_in_learn
    assert sorted(video.captions.values_list("language", flat=True)) == ["de", "en"]
    assert video.chapters.count() == 4

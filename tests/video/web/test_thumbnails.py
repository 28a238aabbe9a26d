"""A picture of one's own stands for a video everywhere, and reaches nobody whom the video does not."""

import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT, encode_multipart

from learnstead.kernel import clock
from learnstead.ports.services import services
from learnstead.video.domain import thumbnails, videos
from learnstead.video.domain.thumbnails import MOST_BYTES
from learnstead.video.models import Revision, Video
from tests.adapters.ffmpeg.test_thumbnails import held, picture
from tests.video.cast import NOON, collection, person, revise, video

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PHOTOGRAPH = held(picture("mjpeg"), 6)


@pytest.fixture
def ada(db):
    yield person("ada")
    shutil.rmtree(settings.CONFIG.objects / "video", ignore_errors=True)


def bring(client, one, content=PHOTOGRAPH, **also):
    file = SimpleUploadedFile("me.jpg", content, "image/jpeg")
    return client.post(f"/videos/{one.hexkey}/thumbnail/", {"thumbnail": file, **also}, follow=True)


def poster(client, one) -> str:
    return client.get(f"/api/v0/videos/{one.hexkey}/playback/").json()["poster"]


def size(answer) -> int:
    return len(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def test_it_is_brought_replaced_and_given_up(client, ada):
    client.force_login(ada)
    one = video(collection(ada))
    assert "The thumbnail is saved." in bring(client, one).content.decode()
    first = poster(client, one)
    assert size(client.get(first)) > 1000
    bring(client, one, picture("png"))
    second = poster(client, one)
    assert second.rpartition("/")[2] != first.rpartition("/")[2]
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    page = client.post(f"/videos/{one.hexkey}/thumbnail/", {"back": "1"}, follow=True).content.decode()
    assert "picture from the video again" in page
    assert poster(client, one).endswith("/1/poster.jpg")
    assert client.get(second).status_code == 404
    assert not list(services().objects.list(f"video/thumbnails/{one.hexkey}"))


def test_it_has_its_place_beside_the_film_with_all_its_protection(client, ada):
    client.force_login(ada)
    one = video(collection(ada))
    bring(client, one)
    given = poster(client, one)
    client.logout()
    assert given.startswith("/media/s/")
    assert client.get(given).status_code == 200
    rest = given.partition(one.hexkey)[2]
    kept = next(services().objects.list(f"video/thumbnails/{one.hexkey}/")).key
    for guess in (f"/media/v/{one.hexkey}{rest}", f"/media/{kept}", f"/media/o/{kept}", f"/{kept}"):
        assert client.get(guess).status_code in {403, 404}
    assert client.get(f"/api/v0/videos/{one.hexkey}/playback/").status_code == 403


def test_strangers_cannot_change_it(client, ada):
    one = video(collection(ada), is_public=True)
    assert client.post(f"/videos/{one.hexkey}/thumbnail/").status_code == 302
    client.force_login(person("bo"))
    assert bring(client, one).status_code == 403
    assert client.delete(f"/api/v0/videos/{one.hexkey}/thumbnail/").status_code == 403
    assert Video.objects.get().thumbnail_at is None


def test_the_next_version_has_it_too_and_deleting_takes_it_along(client, ada):
    client.force_login(ada)
    one, objects = video(collection(ada)), services().objects
    coming = Revision.objects.create(video=one, number=2, created_at=NOON)
    bring(client, one)
    there = {info.key.split("/")[-3] for info in objects.list(f"video/delivery/{one.hexkey}/")}
    assert there == {"1", "2"}  # what is in the making may have looked for it already
    coming.delete()
    one.refresh_from_db()
    thumbnails.lay_beside(revise(one, number=3), objects=objects)
    assert client.get(poster(client, one)).status_code == 200
    mine = Video.objects.filter(pk=one.pk)
    videos.delete(videos=mine, by=ada, at=NOON, objects=objects)
    videos.remove_deleted(at=NOON + timedelta(days=40), objects=objects)
    assert not list(objects.list(f"video/thumbnails/{one.hexkey}"))


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no picture", "a JPEG or a PNG"), (b"\xff\xd8\xff" + bytes(MOST_BYTES), "at most 1,048,576"), (b"", "Choose")],
)
def test_what_is_no_picture_or_too_large_is_refused_with_a_reason(client, ada, content, words):
    client.force_login(ada)
    one = video(collection(ada))
    page = bring(client, one, content) if content else client.post(f"/videos/{one.hexkey}/thumbnail/", follow=True)
    assert words in page.content.decode()
    assert Video.objects.get().thumbnail_at is None


def test_scripts_bring_it_as_they_did_to_the_system_before(client, ada):
    client.force_login(ada)
    one = video(collection(ada), is_public=True)
    place = f"/api/v0/videos/{one.hexkey}/thumbnail/"

    def patch(**parts):
        return client.patch(place, encode_multipart("BoUnDaRyStRiNg", parts), content_type=MULTIPART_CONTENT)

    file = SimpleUploadedFile("me.jpg", PHOTOGRAPH)
    assert patch(thumbnail=file).status_code == 201
    file.seek(0)
    assert patch(thumbnail=file).status_code == 200
    assert patch(thumbnail="text").status_code == 400
    assert patch(thumbnail=SimpleUploadedFile("me.jpg", bytes(MOST_BYTES + 1))).status_code == 413
    assert client.patch(place, "{}", content_type="application/json").status_code == 400
    public = client.get("/api/v0/public/videos/").json()["results"][0]["videothumbnail_set"][0]
    assert public["cloudfront_url"].endswith(public["s3_object_key"])
    assert "/1/thumbnails/" in public["s3_object_key"]
    assert client.get("/" + public["s3_object_key"]).status_code == 200
    assert (
        client.get("/oembed/", {"url": f"{services().url}/videos/{one.hexkey}/"}).json()["thumbnail_url"]
        == (public["cloudfront_url"])
    )
    assert client.delete(place).status_code == 204
    one.refresh_from_db()
    assert one.thumbnail_at is None
    assert one.updated_at > clock.now() - timedelta(hours=1)

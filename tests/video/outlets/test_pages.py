"""Pages, addresses and the command about videos elsewhere."""

import dataclasses
import json
from http import HTTPStatus

import pytest
from click.testing import CliRunner

from learnstead.adapters.three_play.client import ThreePlayClient
from learnstead.config.cli import cli, video_outlets
from learnstead.ports import services as installed
from learnstead.ports.services import services
from learnstead.video.models import CaptionOrder, EdxEndpoint, EdxSync, YouTubeVideo
from tests.adapters.edxval.fake_edx import FakeEdx
from tests.vendor_server import serving
from tests.video import cast
from tests.video.cast import NOON

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SYNC = "/api/v0/sync_collection_videos_with_edx/"
COURSE = "course-v1:Sea+T1+2026"


@pytest.fixture
def campus():
    with serving(FakeEdx()) as one:
        yield one


@pytest.fixture
def lectures(campus):
    made = cast.collection(cast.person("ada"), admins=(cast.group("tides"),), edx_course_id=COURSE, slug="lectures")
    site = EdxEndpoint.objects.create(name="campus", base_url=campus.url, client_id="us", client_secret="open sesame")
    site.collections.add(made)
    cast.video(made, is_public=True, title="Tides")
    return made


@pytest.fixture
def bo(lectures):
    return cast.person("bo", groups=(cast.group("tides"),))


def post(client, collection_id):
    return client.post(SYNC, json.dumps({"collection_id": collection_id}), content_type="application/json")


def test_any_admin_of_a_collection_may_send_it_by_the_older_address(client, lectures, bo):
    assert post(client, lectures.hexkey).status_code == HTTPStatus.FORBIDDEN
    client.force_login(cast.person("cy"))
    assert post(client, lectures.hexkey).status_code == HTTPStatus.FORBIDDEN
    client.force_login(bo)
    answer = post(client, str(lectures.key))
    assert (answer.status_code, answer.json()) == (
        HTTPStatus.ACCEPTED,
        {
            "message": "1 to be sent",
            "task_id": lectures.hexkey,
            "collection_id": lectures.hexkey,
            "status": "processing",
        },
    )
    assert post(client, "nothing").status_code == HTTPStatus.NOT_FOUND


def test_the_page_sends_and_shows_how_far_it_is(client, lectures, bo):
    address = f"/collections/{lectures.hexkey}/open-edx/"
    client.force_login(bo)
    assert "Nothing was sent yet." in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "0 of 1 sent, 1 waiting" in page
    EdxSync.objects.update(state="failed", message="no such profile")
    page = client.get(address).content.decode()
    assert "with a problem" in page
    assert "no such profile" in page
    again = str(EdxSync.objects.get().pk)
    for nonsense in ("x", "٣", "9" * 30, "0"):
        assert "It did not fail" in client.post(address, {"again": nonsense}, follow=True).content.decode()
    assert "is to be sent again" in client.post(address, {"again": again}, follow=True).content.decode()
    assert EdxSync.objects.get().state == "waiting"


def test_what_failed_on_youtube_says_so_and_is_sent_again(client, lectures, bo):
    tides = lectures.videos.get()
    row = {"video": tides, "created_at": NOON, "updated_at": NOON}
    YouTubeVideo.objects.create(**row, state="failed", message="The title is refused.")
    place, again = f"/videos/{tides.hexkey}/edit/", f"/videos/{tides.hexkey}/youtube/send-again/"
    client.force_login(cast.person("cy"))
    assert client.post(again).status_code == HTTPStatus.FORBIDDEN
    client.force_login(bo)
    assert "The title is refused." in client.get(place).content.decode()
    assert "sent to YouTube again" in client.post(again, follow=True).content.decode()
    assert YouTubeVideo.objects.get().state == "retry"
    assert "has not failed on YouTube" in client.post(again, follow=True).content.decode()


def test_the_collections_page_leads_there(client, lectures, bo):
    client.force_login(bo)
    assert (
        f"/collections/{lectures.hexkey}/open-edx/" in client.get(f"/collections/{lectures.hexkey}/").content.decode()
    )


def test_the_page_is_not_there_for_others(client, lectures):
    address = f"/collections/{lectures.hexkey}/open-edx/"
    assert client.get(address).status_code == HTTPStatus.FOUND
    client.force_login(cast.person("cy"))
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert client.post(address).status_code == HTTPStatus.NOT_FOUND
    assert not EdxSync.objects.exists()


def test_the_command_sends_and_says_how_each_stands(campus, lectures):
    done = CliRunner().invoke(cli, ["video", "sync", "lectures", "--wait", "--json"])
    assert video_outlets.sync.name == "sync"
    (row,) = json.loads(done.output)
    assert (row["title"], row["state"], row["message"]) == ("Tides", "sent", "created at campus")
    assert len(campus.videos) == 1


def test_a_vendors_call_is_taken_only_when_it_is_signed(client):
    assert client.post("/api/transcription-jobs/forged/").status_code == HTTPStatus.NOT_FOUND


def test_captions_cannot_be_ordered_where_no_vendor_is_set_up(client, lectures):
    client.force_login(lectures.owner)
    tides = lectures.videos.get()
    assert client.post(f"/videos/{tides.hexkey}/order-captions/").status_code == HTTPStatus.NOT_FOUND


def test_captions_are_ordered_with_a_button_beside_the_others(client, lectures):
    before = services()
    installed.install(dataclasses.replace(before, caption_vendor=ThreePlayClient(key="k", languages={}, turnaround=5)))
    try:
        client.force_login(lectures.owner)
        tides = lectures.videos.get()
        type(tides.current).objects.update(original="video/originals/film")
        address = f"/videos/{tides.hexkey}/captions/"
        assert "Order them" in client.get(address).content.decode()
        page = client.post(f"/videos/{tides.hexkey}/order-captions/", {"language": "en"}, follow=True).content.decode()
    finally:
        installed.install(before)
    assert "The captions are ordered." in page
    assert "Captions in en were ordered" in page
    assert CaptionOrder.objects.get().state == "requested"


def test_the_public_list_names_what_is_on_youtube(client, lectures):
    lectures.stream_source = "Youtube"
    lectures.save()
    tides = lectures.videos.get()
    YouTubeVideo.objects.create(
        video=tides, youtube_id="abcdefghijk", state="uploaded", created_at=NOON, updated_at=NOON
    )
    (item,) = client.get("/api/v0/public/videos/").json()["results"]
    assert (item["youtube_id"], len(item["sources"])) == (None, 1)
    YouTubeVideo.objects.update(state="processed")
    (item,) = client.get("/api/v0/public/videos/").json()["results"]
    assert (item["youtube_id"], item["sources"]) == ("abcdefghijk", [])


def test_a_client_secret_is_never_shown_and_stays_when_left_empty(admin_client, lectures):
    made = EdxEndpoint.objects.get()
    address = f"/admin/video/edxendpoint/{made.pk}/change/"
    assert "sesame" not in admin_client.get(address).content.decode()
    form = {"name": "campus", "base_url": "https://campus.example.org", "client_id": "us", "videos_path": "/v/"}
    assert admin_client.post(address, form).status_code == HTTPStatus.FOUND
    made.refresh_from_db()
    assert (made.base_url, made.client_secret) == ("https://campus.example.org", "open sesame")
    for table in ("ltiplatform", "youtubevideo", "captionorder"):
        assert admin_client.get(f"/admin/video/{table}/").status_code == HTTPStatus.OK

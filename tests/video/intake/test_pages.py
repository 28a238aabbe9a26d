"""Pages on which people bring files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from learnstead.people.models import User
from learnstead.video.models import Incoming, LegacyAddress, Revision, Video
from tests.video.intake.conftest import FILM, NOON
from tests.waiting_jobs import waiting


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def page(collection):
    return f"/collections/{collection.hexkey}/upload/"


def film(name="river.mp4"):
    return SimpleUploadedFile(name, FILM, "video/mp4")


def test_a_form_takes_files_without_scripts(browser, page, collection):
    assert b"Add videos" in browser.get(page).content
    answer = browser.post(page, {"files": [film(), film("lake.mov")]})
    assert answer["Location"] == f"/collections/{collection.hexkey}/"
    assert set(Video.objects.values_list("title", "status")) == {("river", "Uploading"), ("lake", "Uploading")}
    assert set(Incoming.objects.values_list("state", flat=True)) == {"arrived"}


def test_addresses_are_fetched_by_a_worker(browser, page):
    browser.post(page, {"addresses": "https://films.example/a%20river.mp4?x=1\n\n https://www.dropbox.com/s/a/b.mp4 "})
    assert [name for name, _ in waiting()] == ["video.fetch", "video.fetch"]
    assert set(Video.objects.values_list("source_url", flat=True)) == {
        "https://films.example/a%20river.mp4?x=1",
        "https://www.dropbox.com/s/a/b.mp4",
    }


@pytest.mark.parametrize(
    "posted", [{}, {"addresses": "ftp://films.example/a.mp4"}, {"addresses": "file:///etc/passwd"}]
)
def test_what_cannot_be_taken_is_said_and_kept_in_the_form(browser, page, posted):
    answer = browser.post(page, posted)
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
    assert posted.get("addresses", "").encode() in answer.content
    assert Video.objects.count() == 0


def test_a_quota_is_said_on_the_page(browser, page, collection):
    collection.quota = 10
    collection.save()
    answer = browser.post(page, {"files": [film()]})
    assert b"has room for 10" in answer.content
    assert Video.objects.count() == 0


def test_a_video_gets_another_file(browser, begin):
    video = begin().video
    revision = Revision.objects.create(video=video, number=1, created_at=NOON)
    Video.objects.update(current=revision, status="Complete")
    url = f"/videos/{video.hexkey}/replace/"
    assert b"until then people watch" in browser.get(url).content
    assert browser.post(url, {"files": [film(), film()]}).status_code == 422
    assert browser.post(url, {"files": [film()]})["Location"] == f"/videos/{video.hexkey}/"
    assert (Video.objects.get().status, Incoming.objects.filter(state="arrived").count()) == ("Complete", 1)


def test_an_upload_that_failed_is_tried_again(browser, begin):
    video = begin(length=None, way=Incoming.Way.ADDRESS, address="https://films.example/a.mp4").video
    Video.objects.update(status="Upload failed")
    browser.post(f"/videos/{video.hexkey}/retry")
    assert [name for name, _ in waiting()] == ["video.fetch"]
    answer = browser.post(f"/videos/{video.hexkey}/retry", follow=True)
    assert any("no upload to try again" in str(message) for message in answer.context["messages"])


def test_others_are_kept_out(client, begin, page, collection):
    video = begin().video
    urls = (page, f"/videos/{video.hexkey}/replace/")
    assert [client.get(url).status_code for url in urls] == [302, 302]
    client.force_login(User.objects.create_user("bo", "bo@example.org"))
    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert client.post(f"/videos/{video.hexkey}/retry").status_code == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/videos/4711", ""),
        ("/videos/4711-the-river/", ""),
        ("/collections/rivers:99/videos/4711-the-river", ""),
        ("/videos/4711/download", "download"),
        ("/embeds/4711", "embed/"),
        ("/videos/abc-def/private", ""),
    ],
)
def test_addresses_of_the_system_before_lead_to_the_video(client, begin, old, new):
    video = begin().video
    LegacyAddress.objects.create(number=4711, token="abc-def", video=video)
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, f"/videos/{video.hexkey}/{new}")


def test_addresses_that_no_video_had_lead_nowhere(client, begin):
    LegacyAddress.objects.create(number=4711, video=begin().video)
    for old in ("/videos/12", "/embeds/12", "/videos/abc/private", "/videos/12/download"):
        assert client.get(old).status_code == 404

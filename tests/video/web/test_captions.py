"""The pages of captions, as a person without scripts uses them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learnstead.people.models import User
from learnstead.video.models import Caption, CaptionRevision
from tests.video import filmed
from tests.video.filmed import WEBVTT

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", password="tides")


@pytest.fixture
def film(ada):
    return filmed.video(ada)


@pytest.fixture
def page(client: Client, ada, film) -> Client:
    client.force_login(ada)
    return client


def bring(page, film, content="", language="en"):
    file = SimpleUploadedFile("talk.srt", content if isinstance(content, bytes) else WEBVTT.encode())
    return page.post(f"/videos/{film.hexkey}/captions/", {"file": file, "language": language}, follow=True)


def test_a_file_is_brought_edited_put_back_and_taken_away(page, film):
    assert "no captions yet" in page.get(f"/videos/{film.hexkey}/captions/").text
    assert "Captions in English saved as revision 1." in bring(page, film).text
    place = f"/videos/{film.hexkey}/captions/en/"
    shown = page.get(place)
    assert "Tides rise twice a day." in shown.text
    edited = {"after": "1", "text": WEBVTT.replace("twice", "almost twice")}
    assert "Saved as revision 2." in page.post(place, edited, follow=True).text
    assert "is shown again, as revision 3" in page.post(f"{place}restore/", {"number": "1"}, follow=True).text
    assert "are in German now" in page.post(f"{place}language/", {"to": "de"}, follow=True).text
    place = f"/videos/{film.hexkey}/captions/de/"
    assert "Tick the box first" in page.post(f"{place}remove/", follow=True).text
    assert "Captions in German removed." in page.post(f"{place}remove/", {"sure": "1"}, follow=True).text
    assert not CaptionRevision.objects.exists()


def test_what_was_mended_is_told(page, film):
    assert "line 2: it ended before it began" in bring(page, film, b"1\n0:00:05,0 --> 0:00:04,0\nHi\n").text


@pytest.mark.parametrize(
    ("content", "language", "why"),
    [
        (b"Nothing", "en", "has no captions"),
        (WEBVTT.encode(), "klingon", "is no language"),
        (b"", "en", "has no captions"),
    ],
)
def test_a_file_that_is_none_is_refused_on_the_page(page, film, content, language, why):
    answer = bring(page, film, content, language)
    assert (answer.status_code, Caption.objects.count()) == (422, 0)
    assert why in answer.text


def test_a_text_that_is_refused_stays_in_the_form(page, film):
    bring(page, film)
    place = f"/videos/{film.hexkey}/captions/en/"
    refused = page.post(place, {"after": "1", "text": "My work\n0:xx --> 0:10\n"})
    assert refused.status_code == 422
    assert "line 2" in refused.text
    assert "My work" in refused.text
    late = page.post(place, {"after": "7", "text": WEBVTT + "0:55 --> 0:56\nMine\n"})
    assert "since you opened revision 7" in late.text
    assert "Mine" in late.text


def test_languages_are_called_by_their_names_in_their_order(page, film):
    for language in ("en", "pt-BR", "de"):
        bring(page, film, language=language)
    listed = page.get(f"/videos/{film.hexkey}/captions/").text
    found = re.findall(r'<a href="[^"]+/captions/[^/"]+/">([^<]+)</a> <span class="meta">([^<]+)<', listed)
    assert found == [("Brazilian Portuguese", "pt-BR"), ("English", "en"), ("German", "de")]


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000, "-1", "", "7"])
def test_a_revision_that_is_not_there_is_not_found_however_it_is_written(page, film, number):
    bring(page, film)
    assert page.post(f"/videos/{film.hexkey}/captions/en/restore/", {"number": number}).status_code == 404


def test_captions_are_taken_away_as_files(page, film):
    bring(page, film)
    files = {ending: page.get(f"/videos/{film.hexkey}/captions/en.{ending}") for ending in ("vtt", "srt", "txt", "pdf")}
    assert files["vtt"].text == WEBVTT
    assert files["srt"].text.startswith("1\n00:00:01,000 --> 00:00:02,500\n")
    assert files["txt"].text == "Welcome to the estuary.\nTides rise twice a day."
    assert files["txt"].headers["Content-Disposition"] == 'attachment; filename="Tides-en.txt"'
    assert files["pdf"].status_code == 404


def test_chapters_are_saved_as_lines(page, film):
    place = f"/videos/{film.hexkey}/chapters/"
    assert "2 chapters saved." in page.post(place, {"chapters": "0:00 Intro\n0:30 Moon"}, follow=True).text
    refused = page.post(place, {"chapters": "0:00 Intro\nthen"})
    assert (refused.status_code, film.chapters.count()) == (422, 2)
    assert "Line 2" in refused.text


def test_nobody_else_reaches_any_of_it(client: Client, page, film):
    bring(page, film)
    client.force_login(User.objects.create_user("eve", password="storm"))
    base = f"/videos/{film.hexkey}"
    for path in ("/captions/", "/captions/en/", "/captions/en.vtt", "/analytics/", "/analytics/days.csv"):
        assert client.get(base + path).status_code == 403, path
    file = {"file": SimpleUploadedFile("a.vtt", WEBVTT.encode()), "language": "fr"}
    for path in ("/captions/", "/chapters/", "/captions/en/", "/captions/en/remove/", "/captions/en/restore/"):
        assert client.post(base + path, {**file, "chapters": "", "sure": "1", "number": "1"}).status_code == 403, path
    assert client.get("/videos/nonsense/captions/").status_code == 404
    client.logout()
    assert client.get(f"{base}/captions/").headers["Location"].startswith("/sign-in/")
    assert list(Caption.objects.values_list("language", flat=True)) == ["en"]

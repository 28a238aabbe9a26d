"""Captions are brought, edited, undone, renamed and removed; every version is kept."""

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.kernel.caption_files import BadCaptions
from learnstead.people.models import User
from learnstead.video.domain.captions import chapters, languages, publishing, transcripts, versions
from learnstead.video.models import CaptionRevision
from tests.video import filmed
from tests.video.filmed import WEBVTT

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", password="tides")


@pytest.fixture
def queue() -> filmed.Requests:
    return filmed.Requests()


@pytest.fixture
def english(ada, queue):
    made = filmed.video(ada)
    saved = versions.bring(
        video=made, language="EN", content=WEBVTT.encode(), file_name="talk.vtt", saving=filmed.saving(ada, queue)
    )
    return saved.revision.caption


def test_what_is_brought_is_mended_and_asked_to_be_published(ada, queue):
    made = filmed.video(ada)
    srt = b"1\r\n0:00:01,5 --> 0:00:00,5\r\nOl\xe9\r\n"
    saved = versions.bring(
        video=made, language="pt_br", content=srt, file_name="talk.srt", saving=filmed.saving(ada, queue, minutes=3)
    )
    assert saved.revision.text == "WEBVTT\n\n00:00:01.500 --> 00:00:03.500\nOlé\n\n"
    assert saved.mended == ("it was not UTF-8; it was read as Windows-1252", "line 2: it ended before it began")
    assert (saved.revision.caption.language, saved.revision.caption.filename) == ("pt-BR", "talk.srt")
    assert queue.put_in == [(versions.PUBLISH_JOB, {"video": made.hexkey})]
    made.refresh_from_db()
    assert made.updated_at == filmed.saving(ada, queue, minutes=3).at


def test_an_edit_is_a_new_revision_and_can_be_undone(english, ada, queue):
    edited = WEBVTT.replace("twice", "almost twice")
    saved = versions.revise(caption=english, text=edited, after=1, saving=filmed.saving(ada, queue, minutes=1))
    assert (saved.revision.number, saved.revision.text, saved.revision.origin) == (2, edited, "editor")
    first = CaptionRevision.objects.get(caption=english, number=1)
    again = versions.restore(revision=first, saving=filmed.saving(ada, queue, minutes=2))
    english.refresh_from_db()
    assert (again.number, english.current, again.text) == (3, again, WEBVTT)
    assert CaptionRevision.objects.filter(caption=english).count() == 3


def test_the_same_text_saved_again_makes_no_revision(english, ada, queue):
    assert versions.revise(caption=english, text=WEBVTT, after=1, saving=filmed.saving(ada, queue)).revision.number == 1


def test_nobody_saves_over_what_somebody_else_saved_meanwhile(english, ada, queue):
    versions.revise(caption=english, text=WEBVTT + "1:00 --> 1:02\nEnd\n", after=1, saving=filmed.saving(ada, queue))
    with pytest.raises(versions.EditedMeanwhile, match="saved as revision 2 since you opened revision 1"):
        versions.revise(caption=english, text=WEBVTT, after=1, saving=filmed.saving(ada, queue))


def test_captions_that_nobody_can_read_change_nothing(english, ada, queue):
    with pytest.raises(BadCaptions, match="none of its"):
        versions.revise(caption=english, text="Nothing", after=1, saving=filmed.saving(ada, queue))
    english.refresh_from_db()
    assert english.current.number == 1


def test_the_language_can_be_changed_afterwards(english, ada, queue):
    assert versions.change_language(caption=english, language="fr", saving=filmed.saving(ada, queue)).language == "fr"
    other = versions.bring(
        video=english.video, language="de", content=WEBVTT.encode(), file_name="a.vtt", saving=filmed.saving(ada, queue)
    )
    with pytest.raises(versions.LanguageTaken, match="in French already"):
        versions.change_language(caption=other.revision.caption, language="fr", saving=filmed.saving(ada, queue))
    with pytest.raises(languages.UnknownLanguage, match="'english'"):
        versions.change_language(caption=english, language="english", saving=filmed.saving(ada, queue))


def test_files_beside_the_film_are_those_of_the_languages_there_are(english, ada, queue, tmp_path):
    store, film = FolderStore(tmp_path), english.video
    first = publishing.publish(film, revision=film.current, objects=store)
    assert [(track.language, track.name, track.webvtt) for track in first] == [("en", "English", "captions/en-1.vtt")]
    folder = f"video/delivery/{film.hexkey}/1/captions"
    assert store.get(f"{folder}/en-1.vtt").decode() == WEBVTT
    assert store.get(f"{folder}/en-1.m3u8").decode().splitlines() == [
        "#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:60", "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD", "#EXTINF:60.000,", "en-1.vtt", "#EXT-X-ENDLIST",
    ]  # fmt: skip
    versions.change_language(caption=english, language="de", saving=filmed.saving(ada, queue))
    publishing.publish(film, revision=film.current, objects=store)
    assert [one.key for one in store.list(folder)] == [f"{folder}/de-1.m3u8", f"{folder}/de-1.vtt"]
    assert publishing.names(film) == {"de": "captions/de-1.vtt"}
    versions.remove(caption=english, saving=filmed.saving(ada, queue))
    assert publishing.publish(film, revision=film.current, objects=store) == []
    assert list(store.list(folder)) == []


def test_words_are_found_with_their_moment(english):
    said = transcripts.lines(english)
    assert [(line.clock, line.text) for line in transcripts.containing(said, "rise TIDES")] == [
        ("0:03", "Tides rise twice a day.")
    ]
    assert transcripts.containing(said, "volcano") == []
    assert transcripts.caption_in(english.video, "xx") == english


def test_chapters_are_typed_as_lines_or_taken_from_a_file(english):
    film = english.video
    chapters.replace(video=film, text="0:00 Intro\n\n[0:30] - The moon\n 45,5 Springs\n")
    assert chapters.write(film) == "0:00 Intro\n0:30 The moon\n0:45.500 Springs"
    chapters.replace(video=film, text="WEBVTT\n\n00:10.000 --> 00:20.000\nOnly one\n")
    assert chapters.write(film) == "0:10 Only one"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("0:00 Intro\nthen more", "Line 2, 'then more': write a time and a title"),
        ("0:00 Intro\n0:00 Again", "'Intro' and 'Again' begin at the same time"),
        ("0:00 Intro\n1:30 Too late", "'Too late' begins at 1:30; the video ends at 1:00"),
        ("WEBVTT\n\nnothing", "has no captions"),
    ],
)
def test_chapters_that_cannot_be_are_refused(english, typed, why):
    with pytest.raises(chapters.BadChapters, match=why):
        chapters.replace(video=english.video, text=typed)

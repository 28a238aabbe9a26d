"""Bytes that come in any number of pieces, and become one video."""

import hashlib
import io

import pytest

from learnstead.ports.intake import IntakeRules
from learnstead.video.domain.intake import beginning, parts, receiving
from learnstead.video.domain.intake.receiving import Checksum
from learnstead.video.domain.intake.refusals import Damaged, Held, Refused, TooMuch, WrongPlace
from learnstead.video.models import Incoming, Revision, Video
from tests.disks import tiny_disk
from tests.video.intake.conftest import FILM, NOON, left_in
from tests.waiting_jobs import waiting


@pytest.fixture
def send(objects, queue):
    def send(incoming, data, *, start, checksum=None, body=None, store=objects):
        incoming.refresh_from_db()
        given = {"checksum": checksum, "objects": store, "queue": queue, "now": lambda: NOON}
        receiving.append(incoming, start=start, body=body or io.BytesIO(data), **given)
        return Incoming.objects.get(pk=incoming.pk).received

    return send


def sha256_of(data):
    return Checksum("sha256", hashlib.sha256(data).digest())


def test_pieces_of_any_size_become_the_film_they_were(begin, send, keep, objects):
    incoming = begin()
    for start, end in ((0, 1), (1, 500), (500, len(FILM))):
        assert send(incoming, FILM[start:end], start=start) == end
    revision, incoming = keep(incoming)
    assert objects.get(revision.original) == FILM
    assert revision.original == f"video/originals/{incoming.video.hexkey}/1/source.mp4"
    assert (revision.number, revision.size, revision.duration) == (1, len(FILM), 61.5)
    assert (revision.reason, revision.original_name) == (Revision.Reason.FIRST, "river.mp4")
    assert left_in(objects) == []


def test_a_long_request_is_kept_in_parts_as_it_comes(begin, send, keep):
    incoming = begin(length=parts.PART + 100)
    assert send(incoming, b"film" + bytes(parts.PART + 96), start=0) == parts.PART + 100
    assert [part.size for part in incoming.parts.all()] == [parts.PART, 100]


def test_the_last_piece_sent_twice_makes_one_video(begin, send, keep, transcoder):
    incoming = begin()
    send(incoming, FILM[:900], start=0)
    send(incoming, FILM[900:], start=900)
    assert send(incoming, b"", start=len(FILM)) == len(FILM)
    with pytest.raises(WrongPlace):
        send(incoming, FILM[900:], start=900)
    assert [name for name, _ in waiting()].count("video.keep") == 1
    assert keep(incoming)[0] == keep(incoming)[0]
    assert (Video.objects.count(), Revision.objects.count(), len(transcoder.looked_at)) == (1, 1, 1)
    assert [name for name, _ in waiting()].count("video.transcode") == 1


def test_bytes_that_do_not_belong_where_the_last_ended_are_not_taken(begin, send):
    incoming = begin()
    send(incoming, FILM[:100], start=0)
    for start in (0, 50, 200):
        with pytest.raises(WrongPlace, match="has 100 bytes"):
            send(incoming, FILM[start:], start=start)
    assert send(incoming, FILM[100:200], start=100) == 200


def test_a_sender_who_goes_away_has_sent_what_came(begin, send):
    class Cut(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 150))

    incoming = begin()
    assert send(incoming, b"", start=0, body=Cut(FILM[:400])) == 400


def test_damaged_bytes_are_not_kept(begin, send, objects):
    incoming = begin()
    with pytest.raises(Damaged):
        send(incoming, FILM[:99] + b"!", start=0, checksum=sha256_of(FILM[:100]))
    assert (Incoming.objects.get().received, left_in(objects)) == (0, [])
    assert send(incoming, FILM[:100], start=0, checksum=sha256_of(FILM[:100])) == 100


def test_of_two_who_bring_the_same_bytes_the_first_is_counted_and_nobody_waits(begin, send, keep, objects):
    class Slow(io.BytesIO):
        """Whose sender comes back on another connection before this one has ended."""

        def read(self, size=-1):
            if self.tell() == 0:
                assert send(Incoming.objects.get(), FILM[:200], start=0) == 200
            return super().read(size)

    incoming = begin()
    with pytest.raises(Held):
        send(incoming, b"", start=0, body=Slow(FILM[:300]))
    assert [(part.start, part.size) for part in incoming.parts.all()] == [(0, 200)]
    assert len(left_in(objects)) == 1
    assert send(incoming, FILM[200:], start=200) == len(FILM)
    assert objects.get(keep(incoming)[0].original) == FILM


@pytest.mark.parametrize("cut", [b"", FILM[100:150]])
def test_what_a_power_cut_took_is_asked_for_again(begin, send, keep, objects, cut):
    incoming = begin()
    for start, end in ((0, 100), (100, 200), (200, 300)):
        send(incoming, FILM[start:end], start=start)
    lost = incoming.parts.get(start=100)
    objects.delete(lost.key)
    if cut:
        objects.put(lost.key, cut)
    with pytest.raises(WrongPlace, match="lost in a power cut"):
        send(incoming, FILM[300:], start=300)
    assert Incoming.objects.get().received == 100
    assert send(incoming, FILM[100:], start=100) == len(FILM)
    assert objects.get(keep(incoming)[0].original) == FILM


def test_the_size_may_be_told_later(begin, send, objects, queue):
    incoming = begin(length=None)
    send(incoming, FILM[:100], start=0)
    given = {"rules": IntakeRules(most_bytes=5000), "objects": objects, "queue": queue, "now": lambda: NOON}
    with pytest.raises(Refused, match="cannot be all"):
        receiving.announce_length(Incoming.objects.get(), 50, **given)
    with pytest.raises(TooMuch):
        receiving.announce_length(Incoming.objects.get(), 9000, **given)
    receiving.announce_length(Incoming.objects.get(), 100, **given)
    assert Incoming.objects.get().state == Incoming.State.ARRIVED


def test_what_is_no_film_is_refused_in_words_and_nothing_of_it_is_kept(begin, send, keep, objects):
    incoming = begin(name="essay.mp4")
    send(incoming, b"x" * len(FILM), start=0)
    revision, incoming = keep(incoming)
    assert (revision, incoming.state) == (None, Incoming.State.REFUSED)
    assert (incoming.video.status, incoming.video.message) == ("Upload failed", "this is no video: it is a text")
    assert list(objects.list("")) == []


def test_a_worker_that_dies_between_storing_and_telling_does_it_again(begin, send, keep, objects):
    incoming = begin()
    send(incoming, FILM, start=0)
    objects.put(f"video/originals/{incoming.video.hexkey}/1/source.mp4", b"half of it")
    revision, _ = keep(incoming)
    assert objects.get(revision.original) == FILM


def test_a_new_file_takes_the_place_of_the_old_only_when_it_is_here(begin, send, keep, objects, collection, ada):
    incoming = begin()
    send(incoming, FILM, start=0)
    first, incoming = keep(incoming)
    Video.objects.update(current=first, status="Complete")
    video = Video.objects.get()
    given = {"way": Incoming.Way.BROWSER, "by": ada, "at": NOON, "rules": IntakeRules()}
    again = beginning.begin(video=video, name="better.webm", length=len(FILM) + 1, **given)
    send(again, FILM + b"!", start=0)
    assert Video.objects.get().status == "Complete"
    second, _ = keep(again)
    video.refresh_from_db()
    assert (video.status, video.current) == ("Retranscode scheduled", first)
    assert (second.number, second.reason, second.original.rpartition("/")[2]) == (2, "replaced", "source.webm")
    with pytest.raises(Refused, match="when that is over"):
        beginning.begin(video=video, name="third.mp4", **given)


def test_there_is_no_more_room_than_the_quota_says(begin, send, keep, collection):
    collection.quota = 3 * len(FILM)
    collection.save()
    incoming = begin()
    send(incoming, FILM, start=0)
    keep(incoming)
    begin()
    with pytest.raises(TooMuch, match=f"has room for {len(FILM):,}"):
        begin(length=len(FILM) + 1)
    begin()
    with pytest.raises(TooMuch):
        begin(length=1)


def test_one_person_has_no_more_than_so_many_uploads_at_once(begin):
    begin(rules=IntakeRules(most_unfinished=2))
    begin(rules=IntakeRules(most_unfinished=2))
    with pytest.raises(TooMuch, match="cancel some"):
        begin(rules=IntakeRules(most_unfinished=2))


def test_a_cancelled_upload_leaves_nothing(begin, send, objects):
    incoming = begin()
    send(incoming, FILM[:100], start=0)
    receiving.cancel(incoming, objects=objects)
    assert (Video.objects.count(), Incoming.objects.count(), left_in(objects)) == (0, 0, [])


def test_a_full_disk_loses_nothing_that_was_acknowledged(begin, send, tmp_path):
    from learnstead.adapters.objects.folder import FolderStore  # noqa: PLC0415 - only here
    from learnstead.ports.objects import NoRoom  # noqa: PLC0415 - only here

    with tiny_disk(tmp_path / "disk", size="1m") as disk:
        store, incoming = FolderStore(disk / "objects"), begin(length=3_000_000)
        assert send(incoming, bytes(600_000), start=0, store=store) == 600_000
        with pytest.raises(NoRoom, match="disk is full"):
            send(incoming, bytes(900_000), start=600_000, store=store)
        assert Incoming.objects.get().received == 600_000
        assert send(incoming, bytes(1000), start=600_000, store=store) == 601_000

"""Bytes and marks in a store that is slow to ask, and may not answer."""

from learnstead.adapters.delivery.path_token import PathTokens
from learnstead.adapters.objects.folder import FolderStore
from learnstead.adapters.objects.s3 import Place, S3Store
from learnstead.config.media.server import MediaServer
from learnstead.config.media.shelves import StoreShelf
from tests.config.media.conftest import KEYS, PUBLIC


def test_a_mark_is_asked_for_once_in_a_while_and_one_that_may_come_each_time(tmp_path):
    store = FolderStore(tmp_path)
    shelf = StoreShelf(store, remembered=1000.0)
    assert shelf.mark(f"public/{PUBLIC}") is None
    store.put(f"video/public/{PUBLIC}", b"3\n")
    assert shelf.mark(f"public/{PUBLIC}") == "3"
    store.delete(f"video/public/{PUBLIC}")
    assert shelf.mark(f"public/{PUBLIC}") == "3"
    assert shelf.mark("revoked/grant") is None
    store.put("video/revoked/grant", b"")
    assert shelf.mark("revoked/grant") is None


def test_a_tag_is_of_the_bytes_while_they_may_grow_and_of_the_key_when_they_are_many(tmp_path):
    store, tags = FolderStore(tmp_path), set()
    shelf = StoreShelf(store)
    for content in (b"#EXTM3U 1", b"#EXTM3U 2", bytes(2_000_000)):
        store.put("video/delivery/a/1/master.m3u8", content)
        found = shelf.find("delivery/a/1/master.m3u8")
        assert found.part(3, 5) == content[3:8]
        tags.add(found.etag)
        found.close()
    assert len(tags) == 3


def test_a_store_that_does_not_answer_is_not_an_object_that_is_not_there():
    nobody = Place("ours", endpoint="http://127.0.0.1:9", access_key_id="a", secret_access_key="b", retries=0)
    media = MediaServer(StoreShelf(S3Store(nobody)), PathTokens(KEYS))
    answer = media.answer({"REQUEST_METHOD": "GET", "PATH_INFO": f"/media/v/{PUBLIC}/3/master.m3u8"})
    assert answer.status == "503 Service Unavailable"
    assert ("Retry-After", "5") in answer.headers

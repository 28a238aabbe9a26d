"""What every object store promises."""

import io
import threading
from pathlib import Path

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.adapters.objects.keys import BadKey
from learnstead.kernel.errors import Transient
from learnstead.ports.objects import NoSuchObject, ObjectInfo, ObjectStore


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return FolderStore(tmp_path / "objects")


def test_an_object_reads_back_what_was_put(store: ObjectStore) -> None:
    store.put("releases/a/index.html", b"<p>hello</p>")
    assert store.get("releases/a/index.html") == b"<p>hello</p>"
    with store.open("releases/a/index.html") as file:
        assert file.read() == b"<p>hello</p>"
    assert store.info("releases/a/index.html") == ObjectInfo(key="releases/a/index.html", size=12)


def test_a_second_put_replaces_the_first(store: ObjectStore) -> None:
    store.put("a", b"first")
    store.put("a", io.BytesIO(b"second"))
    assert store.get("a") == b"second"


def test_what_need_not_last_reads_back_too_and_can_be_made_to_last(store: ObjectStore) -> None:
    store.put("a/b/c", b"one", lasting=False)
    store.put("a/d", io.BytesIO(b"two"), lasting=False)
    store.settle("a")
    store.settle("nothing")
    assert [store.get(key) for key in ("a/b/c", "a/d")] == [b"one", b"two"]


def test_what_was_never_put_is_not_there(store: ObjectStore) -> None:
    store.put("a/b", b"")
    for key in ("nothing", "a", "a/b/c", "a/bc"):
        with pytest.raises(NoSuchObject, match=key):
            store.get(key)
        with pytest.raises(NoSuchObject, match=key):
            store.info(key)


def test_a_listing_is_in_key_order_and_knows_sizes(store: ObjectStore) -> None:
    for key in ("b/2", "b/1/x", "b/10", "a", "bb"):
        store.put(key, key.encode())
    assert [found.key for found in store.list("b/")] == ["b/1/x", "b/10", "b/2"]
    assert [found.key for found in store.list("b")] == ["b/1/x", "b/10", "b/2", "bb"]
    assert list(store.list("a")) == [ObjectInfo(key="a", size=1)]
    assert list(store.list("nothing/")) == []


def test_delete_removes_one_object_or_everything_below_a_prefix(store: ObjectStore) -> None:
    for key in ("a/1", "a/2/3", "ab", "c"):
        store.put(key, b"x")
    store.delete("a")
    store.delete("c")
    store.delete("never/was")
    assert [found.key for found in store.list("")] == ["ab"]


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "a//b", "../x", "a/../b", "a/.", "a\0b", "a\\b", "x" * 256, "y/" * 600]
)
def test_a_key_that_could_leave_the_store_is_refused(store: ObjectStore, key: str) -> None:
    with pytest.raises(BadKey):
        store.put(key, b"x")
    with pytest.raises(BadKey):
        store.get(key)


def _tree(folder: Path) -> Path:
    (folder / "pages" / "one").mkdir(parents=True)
    (folder / "index.html").write_bytes(b"home")
    (folder / "pages" / "one" / "index.html").write_bytes(b"one")
    return folder


def test_a_tree_is_stored_whole(store: ObjectStore, tmp_path: Path) -> None:
    store.put_tree("releases/site/1", _tree(tmp_path / "tree"))
    stored = [(found.key, store.get(found.key)) for found in store.list("releases/site/1/")]
    assert stored == [("releases/site/1/index.html", b"home"), ("releases/site/1/pages/one/index.html", b"one")]


def test_a_tree_stored_again_after_an_interruption_is_whole_too(store: ObjectStore, tmp_path: Path) -> None:
    store.put("r/index.html", b"half")
    store.put_tree("r", _tree(tmp_path / "tree"))
    assert {found.key: store.get(found.key) for found in store.list("r/")} == {
        "r/index.html": b"home",
        "r/pages/one/index.html": b"one",
    }


def test_readers_see_the_old_object_or_the_new_one_and_never_a_mixture(store: ObjectStore) -> None:
    old, new = b"a" * 300_000, b"b" * 400_000
    store.put("page", old)
    seen: set[bytes] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(store.get("page"))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        store.put("page", new)
        store.put("page", old)
    done.set()
    reader.join()
    assert seen <= {old, new}


def test_a_write_that_breaks_off_leaves_no_trace(store: ObjectStore) -> None:
    class Broken(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise OSError("the upload broke off")

    store.put("a", b"kept")
    with pytest.raises(Transient, match="broke off"):
        store.put("a", Broken())
    assert [(found.key, store.get(found.key)) for found in store.list("")] == [("a", b"kept")]

"""What every object store promises."""

import io
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.adapters.objects.keys import BadKey
from learnstead.adapters.objects.s3 import S3Store
from learnstead.kernel.errors import Transient
from learnstead.ports.objects import NoSuchObject, ObjectInfo, ObjectStore
from tests import s3


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "objects")
    return S3Store(s3.corner(request.getfixturevalue("bucket")))


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


def test_sweeping_leaves_objects_alone(store: ObjectStore) -> None:
    store.put("a/1", b"x")
    store.sweep(before=datetime.now(UTC) + timedelta(days=1))
    assert store.get("a/1") == b"x"


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


class _Stream(io.RawIOBase):
    """A body whose length nobody knows; it ends, or breaks off."""

    def __init__(self, content: bytes, *, whole: bool = True) -> None:
        super().__init__()
        self._rest, self._whole = io.BytesIO(content), whole

    def read(self, size: int = -1) -> bytes:
        data = self._rest.read(size)
        if not data and not self._whole:
            raise OSError("the upload broke off")
        return data


def test_a_large_object_comes_and_goes_in_parts_and_all_or_nothing(store: ObjectStore) -> None:
    content = bytes(range(256)) * 80_000  # 20 MB
    store.put("film", _Stream(content), lasting=False)
    with store.open("film") as file:
        assert b"".join(iter(lambda: file.read(1_000_000), b"")) == content
    with pytest.raises(Transient, match="broke off"):
        store.put("film", _Stream(content[:-1], whole=False))
    assert store.get("film") == content


def test_an_open_object_is_read_from_wherever_one_wants(store: ObjectStore, tmp_path: Path) -> None:
    content = bytes(range(256)) * 8_000
    store.put("a", content)
    with store.open("a") as file:
        assert file.seek(0, io.SEEK_END) == len(content)
        assert file.read(1) == b""
        for place in (1_500_000, 3, 300_000, len(content) - 2):
            file.seek(place)
            assert file.read(5) == content[place : place + 5]
    with zipfile.ZipFile(tmp_path / "course.zip", "w") as archive:
        archive.writestr("course.xml", b"<course/>")
    store.put("course.zip", (tmp_path / "course.zip").read_bytes())
    with store.open("course.zip") as file, zipfile.ZipFile(file) as archive:
        assert archive.read("course.xml") == b"<course/>"


def test_keys_are_any_words(store: ObjectStore) -> None:
    keys = ["b/Übung 1+2%20#3?.pdf", "b/日本語", "b/~a b"]
    for key in keys:
        store.put(key, key.encode())
    assert [(found.key, store.get(found.key)) for found in store.list("b/")] == [(k, k.encode()) for k in sorted(keys)]
    store.delete("b")
    assert list(store.list("")) == []

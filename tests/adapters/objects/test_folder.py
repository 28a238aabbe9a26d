"""What a store in a folder does when the disk does not."""

from pathlib import Path

import pytest

from learnstead.adapters.objects.folder import FolderStore
from learnstead.kernel.errors import Transient
from tests.disks import tiny_disk


def test_a_full_disk_keeps_the_old_object_and_says_so(tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "tiny", size="1m") as disk:
        store = FolderStore(disk / "objects")
        store.put("page", b"old")
        with pytest.raises(Transient, match="the disk is full: could not store 'page'"):
            store.put("page", b"x" * 2_000_000)
        assert store.get("page") == b"old"
        store.put("small", b"still works")

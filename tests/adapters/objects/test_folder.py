"""What a store in a folder does when the disk does not."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
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


WRITER = """
import sys, time
from pathlib import Path
from learnstead.adapters.objects.folder import FolderStore

class Slow:
    asked = 0
    def read(self, size):
        self.asked += 1
        if self.asked > 2:
            print("half", flush=True)
            time.sleep(600)
        return b"x" * size

FolderStore(Path(sys.argv[1])).put("film", Slow())
"""


def test_what_a_killed_writer_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put("film", b"whole")
    with subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        writer.send_signal(signal.SIGKILL)
    now = datetime.now(UTC)
    for before, left in ((now - timedelta(days=1), 1), (now + timedelta(days=1), 0)):
        store.sweep(before=before)
        assert len(list((tmp_path / ".incoming").iterdir())) == left
    assert [(found.key, store.get(found.key)) for found in store.list("")] == [("film", b"whole")]
    FolderStore(tmp_path / "nothing").sweep(before=now)

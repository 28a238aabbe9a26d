"""A store for rehearsals."""

import pytest

from learnstead.adapters.objects.aside import AsideStore
from learnstead.adapters.objects.folder import FolderStore
from learnstead.ports.objects import NoSuchObject


def test_what_is_written_aside_is_seen_there_and_nowhere_else(tmp_path):
    below = FolderStore(tmp_path / "below")
    below.put("a/one", b"1")
    aside = AsideStore(below, scratch=tmp_path / "scratch")
    aside.put("a/two", b"2")
    aside.put("a/one", b"another")

    assert [(info.key, aside.get(info.key)) for info in aside.list("a/")] == [("a/one", b"another"), ("a/two", b"2")]
    assert [info.key for info in below.list("a/")] == ["a/one"]
    assert below.get("a/one") == b"1"

    aside.delete("a")
    assert aside.get("a/one") == b"1"
    with pytest.raises(NoSuchObject):
        aside.info("a/two")

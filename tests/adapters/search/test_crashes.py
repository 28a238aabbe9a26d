"""Writers that die, and writers that wait for each other."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.ports.search import Entry, IndexMissing, Query

FACETS = ("topic",)
# Adds many entries, so that segments are on the disk before the commit, then says so and waits to be killed.
DYING = """
import sys
from pathlib import Path
from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.ports.search import Entry

def entries():
    for number in range(2000):
        yield Entry(id=f"half-{number}", title="Half written", text="pottery " * 400)
    print("ready", flush=True)
    sys.stdin.read()

index = TantivyIndex(Path(sys.argv[1]), facets=("topic",))
index.rebuild(entries()) if sys.argv[2] == "rebuild" else index.write(put=entries())
"""


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    built = TantivyIndex(tmp_path / "search", facets=FACETS)
    built.rebuild([Entry(id="1", title="Linear Algebra", text="Matrices")])
    return built


def titles(index: TantivyIndex, text: str = "") -> list[str]:
    return [hit.title for hit in index.search(Query(text=text, limit=50)).hits]


@pytest.mark.slow
@pytest.mark.parametrize("doing", ["write", "rebuild"])
def test_a_writer_that_is_killed_leaves_the_index_as_it_was_and_the_next_one_writes(
    index: TantivyIndex, tmp_path: Path, doing: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DYING, str(tmp_path / "search"), doing], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        writer.kill()
    assert titles(index) == ["Linear Algebra"]
    index.write(put=[Entry(id="2", title="Pottery", text="Clay")])
    assert sorted(titles(index)) == ["Linear Algebra", "Pottery"]
    index.rebuild([Entry(id="3", title="Weaving", text="Wool")])
    assert titles(index) == ["Weaving"]


@pytest.mark.parametrize("damage", ["gone", "zeroes", "half"])
def test_damage_to_any_file_counts_as_a_missing_index(tmp_path: Path, damage: str) -> None:
    TantivyIndex(tmp_path / "whole", facets=FACETS).rebuild([Entry(id="1", title="Linear Algebra", text="Matrices")])
    live = (tmp_path / "whole" / "live").resolve()
    parts = [
        file.name for file in live.glob("entries/*") if file.suffix in {".fast", ".idx", ".pos", ".store", ".term"}
    ]
    assert len(parts) == 5
    for name in [*parts, "meta.json"]:
        shutil.copytree(tmp_path / "whole", tmp_path / name, symlinks=True)
        file = (tmp_path / name / "live").resolve() / "entries" / name
        data = file.read_bytes()
        file.write_bytes(bytes(len(data)) if damage == "zeroes" else data[: len(data) // 2])
        if damage == "gone":
            file.unlink()
        broken = TantivyIndex(tmp_path / name, facets=FACETS)
        with pytest.raises(IndexMissing):
            broken.search(Query(text="linear algebra matrices"))
        broken.rebuild([Entry(id="3", title="Weaving", text="Wool")])
        assert titles(broken) == ["Weaving"]


def test_writers_in_one_process_take_turns_and_lose_nothing(index: TantivyIndex) -> None:
    def write(number: int) -> None:
        index.write(put=[Entry(id=f"t{number}", title=f"Course {number}", text="")])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(titles(index)) == 7


def test_readers_go_on_in_the_old_index_while_a_new_one_is_built(index: TantivyIndex) -> None:
    seen: list[list[str]] = []

    def entries() -> Iterator[Entry]:
        yield Entry(id="9", title="New", text="")
        seen.append(titles(index))

    index.rebuild(entries())
    assert seen == [["Linear Algebra"]]
    assert titles(index) == ["New"]


def test_two_rebuilds_take_turns_and_the_last_one_stays(index: TantivyIndex, tmp_path: Path) -> None:
    second = threading.Thread(
        target=TantivyIndex(tmp_path / "search", facets=FACETS).rebuild,
        args=([Entry(id="2", title="Pottery", text="")],),
    )

    def entries() -> Iterator[Entry]:
        yield Entry(id="3", title="Weaving", text="Wool")
        second.start()

    index.rebuild(entries())
    assert titles(index) in (["Weaving"], ["Pottery"])
    second.join()
    assert titles(index) == ["Pottery"]

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from learnstead.adapters.postgres import Cluster
from learnstead.adapters.postgres.account import account_for_postgres
from learnstead.adapters.postgres.placement import Placement, place_cluster

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("as_root")]


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that only root may enter, like a home of root's."""
    folder = Path(tempfile.mkdtemp(prefix="ls-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def place(closed: Path, folder: Path, binaries: Path) -> Placement:
    return place_cluster(
        home=closed / "postgres", binaries=binaries, account=account_for_postgres(), system_home=folder / "var"
    )


def test_a_reachable_folder_holds_its_own_cluster(folder: Path, binaries: Path) -> None:
    place = place_cluster(home=folder / "postgres", binaries=binaries, account=account_for_postgres())
    assert place.home == folder / "postgres"


def test_a_cluster_that_its_user_could_not_reach_moves_and_leaves_a_link(closed: Path, place: Placement) -> None:
    assert (closed / "postgres").readlink() == place.home
    cluster = Cluster(place=place, account=account_for_postgres(), durable=False)
    cluster.start()
    try:
        with psycopg.connect(cluster.dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        cluster.stop()


def test_moving_loosens_no_permissions(closed: Path, folder: Path, place: Placement) -> None:
    Cluster(place=place, account=account_for_postgres(), durable=False).prepare()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (closed, folder, folder / "var", place.home)]
    assert modes == [0o700, 0o711, 0o755, 0o700]


def test_the_same_folder_finds_its_moved_cluster_again(
    closed: Path, folder: Path, binaries: Path, place: Placement
) -> None:
    again = place_cluster(
        home=closed / "postgres", binaries=binaries, account=account_for_postgres(), system_home=folder / "var"
    )
    assert again == place


def test_a_deleted_data_folder_does_not_come_back_to_life(
    closed: Path, folder: Path, binaries: Path, place: Placement
) -> None:
    (closed / "postgres").unlink()
    new = place_cluster(
        home=closed / "postgres", binaries=binaries, account=account_for_postgres(), system_home=folder / "var"
    )
    assert new.home != place.home
    assert place.home.exists()


def test_programs_that_the_user_could_not_reach_are_copied_whole(closed: Path, folder: Path, binaries: Path) -> None:
    package = binaries.parents[1]
    shutil.copytree(package, closed / package.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name)
    hidden = closed / package.name / binaries.relative_to(package)
    account = account_for_postgres()
    place = place_cluster(home=folder / "postgres", binaries=hidden, account=account, system_home=folder / "var")
    assert place.binaries.is_relative_to(folder / "var")
    Cluster(place=place, account=account, durable=False).prepare()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert len(list((folder / "var").iterdir())) == 1, "no draft is left"

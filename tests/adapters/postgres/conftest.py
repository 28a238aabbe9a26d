"""Clusters in folders that PostgreSQL's service user can reach when we are root."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from learnstead.adapters.postgres import Cluster, find_binaries


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ls-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def binaries() -> Path:
    return find_binaries()


@pytest.fixture
def cluster(folder: Path, binaries: Path) -> Iterator[Cluster]:
    cluster = Cluster.at(folder / "postgres", binaries=binaries, durable=False)
    yield cluster
    cluster.stop()


@pytest.fixture
def as_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root")

import pytest

from learnstead.adapters.objects.folder import FolderStore
from tests.video import workbench


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "objects")


@pytest.fixture
def bench(store, tmp_path):
    return workbench.bench(store, tmp_path / "scratch")

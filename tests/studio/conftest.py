"""A studio to try things in: real git, real objects, a queue that commits with the database."""

from pathlib import Path

import pytest

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.objects.folder import FolderStore
from learnstead.people.models import User
from learnstead.studio.domain import sites
from learnstead.studio.domain.starters import register_starter
from learnstead.studio.models import Site, Starter

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def git(tmp_path: Path) -> BareRepositories:
    """An empty git host."""
    return BareRepositories(tmp_path / "repositories")


@pytest.fixture
def objects(tmp_path: Path) -> FolderStore:
    """An empty object store."""
    return FolderStore(tmp_path / "objects")


@pytest.fixture
def queue() -> ProcrastinateQueue:
    """The queue in the test database."""
    return ProcrastinateQueue()


@pytest.fixture
def starter(db: None) -> Starter:
    """Our course starter."""
    return register_starter(slug="course", source=(CHECKOUT / "themes/course/starter.yaml").read_text())


@pytest.fixture
def ada(db: None) -> User:
    """An author, who may start courses."""
    return User.objects.create_user("ada", "ada@example.org", name="Ada Lovelace", may_create_sites=True)


@pytest.fixture
def bo(db: None) -> User:
    """Someone with an account and no rights."""
    return User.objects.create_user("bo", "bo@example.org", name="Bo Diaz")


@pytest.fixture
def site(starter: Starter, ada: User, queue: ProcrastinateQueue) -> Site:
    """Ada's new course."""
    return sites.create_site(title="Rivers", short_id="env.1-2026", starter=starter, by=ada, queue=queue)

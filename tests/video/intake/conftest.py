"""A collection of Ada's, a store, a queue, and a clock that stands still."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.objects.folder import FolderStore
from learnstead.people.models import User
from learnstead.ports.intake import IntakeRules
from learnstead.ports.transcoder import NotPlayable, Probe, Sound
from learnstead.video.domain.intake import beginning, keeping
from learnstead.video.models import Collection, Incoming
from tests.adapters.egress.conftest import clock, world  # noqa: F401 - fixtures

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULES = IntakeRules()
FILM = b"film" + bytes(range(256)) * 4
SIZE = len(FILM)


@dataclass
class FilmReader:
    """Knows a film by its first bytes; the part of a transcoder that intake needs."""

    looked_at: list[bytes] = field(default_factory=list)

    def probe(self, source: Path) -> Probe:
        content = source.read_bytes()
        self.looked_at.append(content)
        if not content.startswith(b"film"):
            raise NotPlayable("this is no video: it is a text")
        return Probe("film", 61.5, len(content), True, None, Sound("aac", 2, 48000, "en"))


@pytest.fixture
def objects(tmp_path):
    return FolderStore(tmp_path / "objects")


@pytest.fixture
def queue():
    return ProcrastinateQueue()


@pytest.fixture
def ada(db):
    return User.objects.create_user("ada", "ada@example.org", "lovelace-1815", name="Ada Lovelace")


@pytest.fixture
def collection(ada):
    return Collection.objects.create(title="Rivers", slug="rivers", owner=ada, created_at=NOON, updated_at=NOON)


@pytest.fixture
def transcoder():
    return FilmReader()


@pytest.fixture
def begin(collection, ada):
    def begin(*, length=SIZE, name="river.mp4", way=Incoming.Way.BROWSER, **more):
        given = {"by": ada, "at": NOON, "rules": RULES, **more}
        return beginning.begin_video(collection=collection, name=name, way=way, length=length, **given)

    return begin


@pytest.fixture
def keep(objects, transcoder, queue, tmp_path):
    def keep(incoming):
        incoming = Incoming.objects.get(pk=incoming.pk)
        given = {"objects": objects, "transcoder": transcoder, "queue": queue}
        revision = keeping.keep(incoming, scratch=tmp_path / "work", at=NOON, **given)
        incoming.refresh_from_db()
        return revision, incoming

    return keep


def left_in(objects):
    return [info.key for info in objects.list("video/incoming/")]

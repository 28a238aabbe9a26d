"""A private video and a public one with all their bytes, and everybody who might ask for them."""

import shutil
from dataclasses import dataclass

import pytest
from django.conf import settings

from learnstead.ports.services import services
from learnstead.video.models import Rendition, Video
from tests.video.cast import caption, collection, group, person, revise, video

PLAYED = (
    "master.m3u8",
    "360p/index.m3u8",
    "360p/init.mp4",
    "360p/00000.m4s",
    "audio/index.m3u8",
    "audio/00000.m4s",
    "captions/en-1.vtt",
    "captions/en-1.m3u8",
    "poster.jpg",
    "sprite.jpg",
    "sprite.vtt",
    "download.mp4",
)
TITLE = "What nobody else may see"


@dataclass
class Stage:
    """``secret`` is for the viewers, the owner and those who run its collection, ``other`` for the outsider."""

    people: dict
    secret: Video
    other: Video
    public: Video


@pytest.fixture
def objects():
    yield services().objects
    shutil.rmtree(settings.CONFIG.objects / "video", ignore_errors=True)


@pytest.fixture
def stage(db, objects):
    viewers, admins = group("viewers"), group("admins")
    people = {
        "anonymous": None,
        "outsider": person("outsider", groups=(group("others"),)),
        "staff": person("staff", is_staff=True),
        "viewer": person("viewer", groups=(viewers,)),
        "admin": person("admin", groups=(admins,)),
        "owner": person("owner"),
        "superuser": person("superuser", is_superuser=True),
    }
    inside = collection(people["owner"], view=(viewers,), admins=(admins,), title=TITLE)
    elsewhere = collection(people["outsider"])
    made = Stage(people, video(inside, title=TITLE), video(elsewhere), video(elsewhere, is_public=True))
    for one in (made.secret, made.other, made.public):
        caption(one)
        Rendition.objects.create(
            revision=one.current, kind="sprite", name="sprite", key=f"video/delivery/{one.hexkey}/1/sprite.jpg"
        )
        fill(one)
    return made


def fill(one, *, number=1):
    """Every file of a revision; each says what it is. Written as plain files, for nobody needs them after a crash."""
    place = f"{one.hexkey}/{number}"
    files = {f"delivery/{place}/{name}": f"{place}/{name}".encode() for name in PLAYED}
    for name, data in {**files, f"originals/{place}/source.mov": b"original"}.items():
        path = settings.CONFIG.objects / "video" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def replaced(one, *, at, number=2):
    """A newer revision is played, and the one before retired at ``at``."""
    before = one.current
    before.retired_at = at
    before.save()
    revise(one, number=number)
    fill(one, number=number)
    return before


@pytest.fixture
def ask(client):
    """Ask for an address as somebody of the stage, or nobody."""

    signed_in = [None]

    def asked(address, who=None, **headers):
        if who != signed_in[0]:
            client.force_login(who) if who else client.logout()
            signed_in[0] = who
        return client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return asked

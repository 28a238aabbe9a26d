"""Every address of video, before every kind of video, asked by everybody: the answer is theirs, or tells nothing.

The rows are held against the addresses there are, so that a new one cannot be forgotten.
"""

import logging
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from learnstead.kernel import clock
from learnstead.ports.services import services
from learnstead.video.domain import sharing
from learnstead.video.models import Collection, Incoming, LegacyAddress, ShareLink, Video
from learnstead.video.web.urls import urlpatterns
from tests.video.cast import NOON, caption, collection, group, person, video

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TITLE, NAME = "What nobody else may see", "What nobody else may open"
RUNS = {"owner", "admin", "superuser"}
SIGNED_IN = RUNS | {"known", "viewer", "guest", "staff"}
ALL = SIGNED_IN | {"anonymous", "link", "expired", "taken back", "link elsewhere"}
WATCHES = {
    "public": ALL,
    "for everybody signed in": SIGNED_IN | {"link"},
    "for a group": RUNS | {"viewer", "link"},
    "for a group of its own": RUNS | {"guest", "link"},
    "private": RUNS | {"link"},
    "deleted": set[str](),
}
# Rows about changing are walked where least is open, and by some where most is.
CLOSED, OPEN, LISTED = "private", "public", "for a group"
NOT_ANY_MORE = {"expired", "taken back", "link elsewhere"}
REFUSALS = {401, 403, 404}


@dataclass(frozen=True)
class Row:
    """An address, how it is asked, for whom it is, and how it answers them.

    ``those`` are named, or "watch": who may watch, "watch, no link": those of them without a link.
    """

    route: str
    those: str | set[str]
    status: int = 200
    method: str = "get"
    sent: dict[str, Any] = field(default_factory=dict)


def tus(**said: str) -> dict[str, Any]:
    metadata = ",".join(f"{name} {_base64(value)}" for name, value in said.items())
    return {"headers": {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Metadata": metadata}}


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def json(**said: object) -> dict[str, Any]:
    return {"data": said, "content_type": "application/json"}


COLLECTION, VIDEO, API = "collections/<hexkey:key>/", "videos/<hexkey:key>/", "api/v0/videos/<hexkey:key>/"
CAPTIONS, SPOKEN = "videos/<str:key>/captions/", "videos/<str:key>/captions/<str:language>"
NUMBER = r"(?P<number>\d{1,9})(?:-[^/]*)?"
WATCHED = [
    Row(VIDEO, "watch"),
    Row(f"{VIDEO}embed/", "watch"),
    Row(f"{VIDEO}download", "watch", 302),
    Row(API, "watch, no link"),
    Row(f"{SPOKEN}.<str:ending>", "watch"),
    Row("api/v0/videos/<key>/playback/", "watch"),
    Row("api/v0/videos/<str:key>/watched/", set(), method="post"),  # what is sent is signed by the player's page
    Row("api/v0/videos/<str:key>/position/", "watch, no link, known", 204, "post", {"data": {"position": "5"}}),
    Row("oembed/", "public", sent={"data": {"url": "{home}/videos/{key}/"}}),
]
CHANGES = [
    *(Row(f"{VIDEO}{page}/", RUNS) for page in ("edit", "share")),
    *(Row(f"{VIDEO}{act}/", RUNS, 302, "post") for act in ("delete", "keep", "retranscode", "share", "thumbnail")),
    Row(f"{VIDEO}edit/", RUNS, 400, "post"),
    Row(f"{VIDEO}original/<int:number>/", RUNS, 302),
    Row(f"{VIDEO}share/take-back/", RUNS, 302, "post"),
    Row(API, RUNS, 200, "patch", json(description="d")),
    Row(API, RUNS, 204, "delete"),
    Row(f"{API}thumbnail/", RUNS, 400, "patch"),
    Row("videos/<str:key>/replace/", RUNS),
    Row("videos/<str:key>/retry", RUNS, 302, "post"),
    Row("videos/<str:key>/chapters/", RUNS, 302, "post", {"data": {"text": ""}}),
    Row("videos/<str:key>/youtube/send-again/", RUNS, 302, "post"),
    Row("videos/<str:key>/order-captions/", RUNS, 404, "post"),  # nobody is set to order from
    Row(CAPTIONS, RUNS),
    Row(CAPTIONS, RUNS, 422, "post"),
    Row(f"{CAPTIONS}write-down", RUNS, 302, "post"),
    Row(f"{SPOKEN}/", RUNS),
    Row(f"{SPOKEN}/language/", RUNS, 302, "post", {"data": {"language": "de"}}),
    Row(f"{SPOKEN}/restore/", RUNS, 302, "post", {"data": {"number": "1"}}),
    Row(f"{SPOKEN}/remove/", RUNS, 302, "post"),
    *(Row(f"videos/<str:key>/analytics/{page}", RUNS) for page in ("", "seconds.csv", "days.csv")),
    Row(f"{COLLECTION}edit/", RUNS),
    Row(f"{COLLECTION}edit/", RUNS, 400, "post"),
    *(Row(f"{COLLECTION}{act}/", RUNS, 302, "post") for act in ("bulk", "restore")),
    Row(f"{COLLECTION}deleted/", RUNS),
    Row("api/v0/collections/<hexkey:key>/", RUNS, 200, "patch", json(description="d")),
    Row("collections/<str:key>/upload/", RUNS),
    Row("collections/<str:key>/open-edx/", RUNS),
    Row("api/v0/sync_collection_videos_with_edx/", RUNS, 400, "post", json(collection_id="{collection}")),  # no course
    Row("videos/uploads/", RUNS, 201, "post", tus(video="{key}")),
    Row("videos/uploads/<str:key>", {"owner"}, 200, "head", tus()),
    Row("videos/uploads/<str:key>", {"owner"}, 204, "delete", tus()),
]
# What is there for everybody has nothing of a video in it: those with what one may watch are looked at elsewhere.
ELSEWHERE = [
    Row("collections/", SIGNED_IN),
    Row("collections/new/", {"staff"}),
    Row("collections/<hexkey:key>", ALL, 302),
    Row("videos/<hexkey:key>", ALL, 302),
    Row(COLLECTION, "open"),
    Row("api/v0/collections/<hexkey:key>/", "open"),
    Row(f"{COLLECTION}feed.xml", "public"),
    Row("api/v0/collections/", SIGNED_IN),
    Row("api/v0/videos/", ALL),
    Row("api/v0/public/videos/", ALL),
    *(Row(f"^{place}{NUMBER}{end}/?$", ALL, 301) for place, end in
      (("videos/", ""), ("videos/", "/download"), ("collections/[^/]+/videos/", ""), ("embeds/", ""))),
    Row("videos/<str:token>/private", ALL, 301),
    Row("api/transcription-jobs/<str:token>/", set(), method="post"),
    Row("lti/login/", set()),
    Row("lti/launch/", set(), method="post"),
    Row("lti/keys/", ALL),
    Row("lti/choose/", set(), method="post"),
    Row("lti/playback/", set()),
]  # fmt: skip


@dataclass
class Stage:
    """One video in a collection, an upload of its owner's, and a browser for everybody."""

    video: Video
    incoming: Incoming
    clients: dict[str, Client]
    queries: dict[str, str]

    def address(self, route: str, who: str) -> str:
        key = self.incoming.pk.hex if "uploads" in route else self.video.hexkey
        key = self.video.collection.hexkey if "collections/<" in route else key
        parts = {"<hexkey:key>": key, "<str:key>": key, "<key>": key, "<str:token>": "told-once", NUMBER: "7-a-video"}
        parts |= {
            "<int:number>": "1",
            "<str:language>": "en",
            "<str:ending>": "vtt",
            "[^/]+": "old",
            "/?$": "",
            "^": "",
        }
        for name, value in parts.items():
            route = route.replace(name, value)
        return f"/{route}{self.queries.get(who, '')}"

    def ask(self, row: Row, who: str) -> tuple[int, str]:
        """The status and what was said; whatever it changed is undone."""
        client = self.clients.get(who) or self.clients["anonymous"]
        sent = self._filled(row.sent)
        with transaction.atomic():
            answer = getattr(client, row.method)(self.address(row.route, who), **sent)
            transaction.set_rollback(True)
        to_sign_in = answer.headers.get("Location", "").startswith("/sign-in/")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return 401 if to_sign_in else answer.status_code, body.decode()

    def _filled(self, sent: Any) -> Any:
        if isinstance(sent, dict):
            return {name: self._filled(value) for name, value in sent.items()}
        if not isinstance(sent, str):
            return sent
        key, home = self.video.hexkey, services().url
        sent = sent.replace(_base64("{key}"), _base64(key)).replace("{collection}", self.video.collection.hexkey)
        return sent.replace("{key}", key).replace("{home}", home)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A thousand refusals need not be written down with their tracebacks, which takes longer than to refuse."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def stage(request) -> Stage:
    viewers, guests, admins = group("viewers"), group("guests"), group("admins")
    people = {
        "known": person("known", groups=(group("others"),)),
        "viewer": person("viewer", groups=(viewers,)),
        "guest": person("guest", groups=(guests,)),
        "staff": person("staff", is_staff=True),
        "admin": person("admin", groups=(admins,)),
        "owner": person("owner"),
        "superuser": person("superuser", is_superuser=True),
    }
    inside = collection(people["owner"], view=(viewers,), admins=(admins,), title=NAME)
    made = _video(inside, request.param)
    clients = {name: Client() for name in ("anonymous", *people)}
    for name, one in people.items():
        clients[name].force_login(one)
    times = {"created_at": NOON, "changed_at": NOON, "expires_at": clock.now() + timedelta(days=1)}
    incoming = Incoming.objects.create(
        video=made, by=people["owner"], name="a.mp4", length=9, way=Incoming.Way.BROWSER, **times
    )
    queries = {
        "link": _query(made),
        "expired": _query(made, expires_at=clock.now() - timedelta(minutes=1)),
        "taken back": _query(made, revoked_at=NOON),
        "link elsewhere": _query(video(collection(people["known"]))),
    }
    return Stage(made, incoming, clients, queries)


def _video(inside: Collection, kind: str) -> Video:
    shown: dict[str, dict[str, Any]] = {
        "public": {"is_public": True},
        "for everybody signed in": {"is_logged_in_only": True},
        "for a group of its own": {"view": (group("guests"),)},
        "private": {"is_private": True, "view": (group("guests"),)},
        "deleted": {"deleted_at": NOON, "is_public": True},
    }
    made = video(inside, title=TITLE, description=TITLE, cta_link="", **shown.get(kind, {}))
    caption(made, text=f"WEBVTT\n\n00:01.000 --> 00:02.000\n{TITLE}\n")
    LegacyAddress.objects.create(video=made, number=7, token="told-once")
    return made


def _query(one: Video, **fields: Any) -> str:
    link = ShareLink.objects.create(video=one, made_by=one.collection.owner, created_at=NOON, **fields)
    return f"?share={sharing.token(link)}"


def opening(kind: str) -> set[str]:
    """Who may open the page of the collection."""
    return ALL if kind == "public" else (WATCHES[kind] & SIGNED_IN) | RUNS | {"viewer"}


def those(row: Row, kind: str) -> set[str]:
    """Whom the row is for, before this kind of video."""
    if isinstance(row.those, set):
        return row.those
    if kind == "deleted":  # its page says so to those who can bring it back
        return RUNS if row.route == VIDEO else set()
    watch = WATCHES[kind]
    signed_in = watch & SIGNED_IN
    return {
        "watch": watch,
        "watch, no link": watch if kind == "public" else signed_in,
        "watch, no link, known": signed_in,
        "public": ALL if kind == "public" else set(),
        "open": opening(kind),
    }[row.those]


def asked(kind: str) -> Iterator[tuple[Row, str]]:
    """What is asked of a kind of video, and by whom."""
    yield from product(WATCHED, sorted(ALL if kind == CLOSED else ALL - NOT_ANY_MORE))
    yield from product(ELSEWHERE if kind == LISTED else (), sorted(ALL - NOT_ANY_MORE))
    changing = {CLOSED: ALL - NOT_ANY_MORE - {"superuser"}, OPEN: {"anonymous", "known", "link"}}
    yield from product(CHANGES, sorted(changing.get(kind, ())))


def test_no_address_is_forgotten():
    assert {row.route for row in (*WATCHED, *CHANGES, *ELSEWHERE)} == {str(one.pattern) for one in urlpatterns}


@pytest.mark.parametrize(("stage", "kind"), [(kind, kind) for kind in WATCHES], indirect=["stage"], ids=list(WATCHES))
def test_everybody_is_answered_what_is_for_them_and_told_nothing_else(stage: Stage, kind: str):
    wrong = []
    for row, who in asked(kind):
        status, said = stage.ask(row, who)
        good = who in those(row, kind)
        secret = [TITLE, "/media/"] if who in opening(kind) else [TITLE, "/media/", NAME]
        leaks = not good and any(one in said for one in secret)
        if leaks or (status != row.status if good else status not in REFUSALS):
            wrong.append((row.method, row.route, who, status, "leaks" if leaks else ""))
    assert wrong == []

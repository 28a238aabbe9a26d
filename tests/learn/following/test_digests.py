"""Digests: what is new in what somebody follows, in one mail a day."""

import os
import re
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django.test import Client

from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.mail.smtp import SmtpMailer, SmtpServer
from learnstead.kernel import clock
from learnstead.learn.domain.following import confirming, digests, mails, pictures, sending, subscribing
from learnstead.learn.models import ContentFile, DigestMail, Subscription
from learnstead.people.models import User
from learnstead.ports.mail import MailFailed
from learnstead.ports.services import services
from tests import mail_server
from tests.learn.following.conftest import follow, new

pytestmark = pytest.mark.django_db

EVENING = clock.now() + timedelta(hours=2)
DEFAULT = "http://127.0.0.1:8000/static/learn/mail-cover.png"


@pytest.fixture(scope="module")
def running():
    with mail_server.serving() as server:
        yield server


@pytest.fixture
def server(running):
    running.mails.clear()
    running.refuses.clear()
    running.answer = "250 taken"
    return running


def preview(user):
    return digests.preview(user, at=EVENING, aside=services().index_aside)


def titles(digest):
    return {group.heading: [card.resource.title for card in group.cards] for group in digest.groups}


def send(server, *, at=EVENING, checked=lambda _url: DEFAULT):
    url = services().url
    write = mails.writer(url=url, checked=checked)
    mailer = SmtpMailer(SmtpServer(server.url), sender="Learnstead <no-reply@learn.example>")
    return sending.send(at=at, aside=services().index_aside, mailer=mailer, write=write, url=url)


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        (("topic", "electronics", {"program"}, 1), "New program in electronics: robotics"),
        (("offered_by", "xpro", {"program"}, 9), "New programs from xpro: robotics"),
        (("offered_by", "engineering", {"podcast"}, 19), "New podcasts from engineering: robotics"),
        (("offered_by", "xpro", {"program", "video"}, 9), "New Learning Resources from xpro: robotics"),
        (("search", "“tides”", {"course"}, 1), "New course for “tides”: robotics"),
    ],
)
def test_scenario_42_subjects_say_what_came_and_from_where(said, subject):
    kind, name, types, count = said
    made = digests.subject(kind=kind, name=name, title="robotics", types=types, count=count)
    assert made == f"Learnstead: {subject}"


def test_scenario_42_a_resource_that_two_searches_find_is_once_in_a_group(cy):
    for address in ("topic=Physics", "topic=Physics&q=tides", "offered_by=ocw", "q=volcano"):
        follow(cy, address)
    subscribing.follow_channel(user=cy, key="offered_by:ocw", at=clock.now())
    new("Tides and Currents", "Physics", offered_by="ocw")
    new("Waves", "Physics", "Physics / Optics")
    new("Painting", "Art")
    new("Tides of Old", "Physics", at=clock.now() - timedelta(days=1))

    found = preview(cy)

    assert titles(found) == {"Physics": ["Tides and Currents", "Waves"], "MIT OpenCourseWare": ["Tides and Currents"]}
    assert found.subject == "Learnstead: New courses in Physics: Tides and Currents"


def test_scenario_43_words_inside_a_course_count(cy):
    follow(cy, "q=tokamak")
    course = new("Energy", "Physics")
    ContentFile.objects.create(
        resource=course,
        key="p",
        title="Lecture 3",
        content="A tokamak holds a plasma.",
        content_type="page",
        payload_sha256="e" * 64,
    )
    assert titles(preview(cy)) == {"“tokamak”": ["Energy"]}


def test_what_has_only_some_of_the_words_or_is_hidden_is_no_news(cy):
    follow(cy, "q=quantum+field+theory")
    new("Theory of Colour")
    new("Quantum Field Theory", published=False)
    new("Quantum Field Theory II", test_mode=True)
    assert preview(cy) is None


def test_scenario_43_a_digest_is_sent_once_a_day_however_often_the_job_runs(cy, bo, server):
    follow(cy, "topic=Physics")
    follow(bo, "topic=Art")
    new("Waves", "Physics")

    first, second = send(server), send(server)
    later = send(server, at=EVENING + timedelta(days=1))

    assert [done.sent for done in (first, second, later)] == [1, 0, 0]
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("cy@example.org", "Learnstead: New course in Physics: Waves")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = mail_server.text_of(mail, "text/plain"), mail_server.text_of(mail, "text/html")
    assert "* Waves" in text
    assert "http://127.0.0.1:8000/catalogue/courses/waves/" in text
    assert set(re.findall(r'src="([^"]+)"', html)) == {DEFAULT}


def test_the_header_of_a_mail_stops_all_digests_and_its_links_one(cy, server):
    follow(cy, "topic=Physics")
    new("Waves", "Physics")
    send(server)
    one_click = server.mails[0]["List-Unsubscribe"].strip().strip("<>").removeprefix(services().url)
    one = re.search(
        r"Stop following Physics: \S+?(/unsubscribe/\S+)", mail_server.text_of(server.mails[0], "text/plain")
    )

    Client().post(one_click, {"List-Unsubscribe": "One-Click"})
    new("Optics", "Physics", at=EVENING + timedelta(hours=1))
    assert send(server, at=EVENING + timedelta(days=1)).sent == 0
    assert Subscription.objects.count() == 1

    Client().post(one.group(1))
    assert Subscription.objects.count() == 0


def test_nobody_gets_digests_because_somebody_else_typed_their_address(cy, bo, server, client):
    User.objects.filter(pk=cy.pk).update(signed_up=True)
    follow(cy, "topic=Physics")
    new("Waves", "Physics")
    assert send(server).sent == 0
    mailer = SmtpMailer(SmtpServer(server.url), sender="Learnstead <no-reply@learn.example>")
    confirming.send(cy, mailer=mailer, url=services().url, at=clock.now())
    link = re.search(r"(/following/address/\S+)", mail_server.text_of(server.mails.pop(), "text/plain")).group(1)

    assert "Is cy@example.org your address?" in client.get(link).content.decode()
    assert send(server).sent == 0
    client.post(link)
    assert send(server).sent == 1

    User.objects.filter(pk=cy.pk).update(email="else@example.org")
    assert client.post(link).status_code == 410
    new("Optics", "Physics", at=EVENING + timedelta(hours=1))
    assert send(server, at=EVENING + timedelta(days=1)).sent == 0


def test_nothing_is_lost_while_the_mail_server_is_away(cy, bo, server):
    for user in (cy, bo):
        follow(user, "topic=Physics")
    new("Waves", "Physics")
    server.answer = "451 later"
    with pytest.raises(MailFailed):
        send(server)
    server.answer = "250 taken"
    server.refuses["bo@example.org"] = "550 unknown"

    done = send(server, at=EVENING + timedelta(days=1))

    assert (done.sent, done.refused, done.written) == (1, 1, 0)
    assert [mail["To"] for mail in server.mails] == ["cy@example.org"]
    assert "550 unknown" in DigestMail.objects.get(user=bo).problem


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_scenario_43_a_sender_that_is_killed_halfway_sends_nothing_twice_and_loses_nothing(server):
    people = [User.objects.create_user(name, f"{name}@example.org") for name in ("ada", "bo", "cy")]
    for user in people:
        follow(user, "topic=Physics")
    new("Waves", "Physics", at=clock.now() + timedelta(minutes=1))
    parts = connection.settings_dict
    program = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}",
        "DJANGO_SETTINGS_MODULE": "learnstead.config.settings",
        "LEARNSTEAD_EMAIL_URL": server.url,
    }
    command = [sys.executable, "-m", "learnstead", "digest", "send", "--now", EVENING.isoformat()]
    process = subprocess.Popen(command, env=program)

    def kill_after_the_second(_mail):
        if len(server.mails) == 2:
            os.kill(process.pid, signal.SIGKILL)

    server.on_data = kill_after_the_second
    assert process.wait(timeout=300) == -signal.SIGKILL
    server.on_data = lambda _mail: None
    again = send(server)

    assert (again.sent, again.refused) == (1, 0)
    assert sorted(mail["To"] for mail in server.mails) == [user.email for user in people]
    uncertain = DigestMail.objects.get(state=DigestMail.State.SENDING)
    told = Subscription.objects.filter(matched_until=EVENING)
    assert {one.user_id for one in told} == {user.pk for user in people} - {uncertain.user_id}


@pytest.fixture(scope="module")
def gallery():
    """A host of pictures, some of them broken."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.strip("/")
            if name == "moved.png":
                return self._answer(302, location="/good.png")
            if name == "get-only.png" and self.command == "HEAD":
                return self._answer(405)
            if name == "gone.png":
                return self._answer(404)
            return self._answer(200, **{"content-type": "text/html" if name == "page.png" else "image/png"})

        do_HEAD = do_GET  # noqa: N815 - its name in the base class

        def _answer(self, status, **headers):
            self.send_response(status)
            for header, value in {**headers, "content-length": "0"}.items():
                self.send_header(header, value)
            self.end_headers()

        def log_message(self, *_: object):
            pass

    host = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_port}"
    host.shutdown()
    host.server_close()


def test_scenario_42_a_picture_that_does_not_load_gives_way_to_ours(gallery, tmp_path):
    egress = HttpEgress(scratch=tmp_path, internal=["127.0.0.1"], attempts=1, apart=0)
    checked = pictures.checker(egress, default=DEFAULT)
    for name in ("good.png", "moved.png", "get-only.png"):
        assert checked(f"{gallery}/{name}") == f"{gallery}/{name}"
    for broken in (f"{gallery}/gone.png", f"{gallery}/page.png", "http://127.0.0.1:9/x.png", "file:///etc/passwd", ""):
        assert checked(broken) == DEFAULT

    outside = HttpEgress(scratch=tmp_path, attempts=1, apart=0)
    assert pictures.checker(outside, default=DEFAULT)(f"{gallery}/good.png") == DEFAULT
    assert list(tmp_path.iterdir()) == []

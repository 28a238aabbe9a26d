"""Both mailers: into a folder, and to a server that speaks SMTP."""

import email
import socket

import pytest

from learnstead.adapters.mail.folder import FolderMailer
from learnstead.adapters.mail.smtp import SmtpMailer, SmtpServer
from learnstead.ports.mail import Mail, MailFailed, MailRefused
from tests import mail_server

SENDER = "Learnstead <no-reply@learn.example>"
MAIL = Mail(
    to="cy@example.org",
    subject="Neu: Flüsse\r\nBcc: everybody@example.org",
    text="Flüsse",
    html="<p>Flüsse</p>",
    message_id="<digest.7.2026-03-01@learn.example>",
    headers={"List-Unsubscribe": "<https://learn.example/unsubscribe/x/>"},
)


@pytest.fixture
def server():
    with mail_server.serving() as running:
        yield running


@pytest.fixture(params=["folder", "smtp"])
def sent(request, tmp_path):
    """What comes out when the mail is sent twice."""
    if request.param == "folder":
        mailer = FolderMailer(tmp_path / "mails", sender=SENDER)
        mailer.send(MAIL)
        mailer.send(MAIL)
        return [email.message_from_bytes(file.read_bytes()) for file in (tmp_path / "mails").iterdir()]
    running = request.getfixturevalue("server")
    SmtpMailer(SmtpServer(running.url), sender=SENDER).send(MAIL)
    return running.mails


def test_a_mail_arrives_in_both_forms_with_its_own_id_and_headers(sent):
    (mail,) = sent
    assert mail["Message-ID"] == MAIL.message_id
    assert mail["List-Unsubscribe"] == "<https://learn.example/unsubscribe/x/>"
    assert (mail["From"], mail["To"], mail["Bcc"]) == (SENDER, "cy@example.org", None)
    assert mail_server.text_of(mail, "text/plain").strip() == "Flüsse"
    assert mail_server.text_of(mail, "text/html").strip() == "<p>Flüsse</p>"


def test_what_may_work_later_is_told_from_what_never_will(server):
    mailer = SmtpMailer(SmtpServer(server.url), sender=SENDER)
    server.refuses[MAIL.to] = "550 nobody of that name"
    with pytest.raises(MailRefused, match="550 nobody of that name"):
        mailer.send(MAIL)
    server.refuses.clear()
    server.answer = "451 later, please"
    with pytest.raises(MailFailed, match="451 later, please"):
        mailer.send(MAIL)
    assert server.mails == []


def test_no_server_is_no_refusal():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(MailFailed, match="refused"):
        SmtpMailer(SmtpServer(url), sender=SENDER).send(MAIL)

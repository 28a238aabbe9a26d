"""Mail through a server that speaks SMTP."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.mail.backends.smtp import EmailBackend

from learnstead.adapters.mail.message import message
from learnstead.ports.mail import Mail, MailFailed, MailRefused

# Where each scheme is spoken, unless the address says so.
PORTS: Mapping[str, int] = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
PATIENCE_SECONDS = 20
PERMANENT = 500
CREDENTIALS = {530, 534, 535, 538}


@dataclass(frozen=True)
class SmtpServer:
    """A server from an address such as ``smtp+starttls://user:password@mail.example.org:587``."""

    url: str

    def connection(self) -> EmailBackend:
        """A connection that opens when it is needed. ValueError when the address is none."""
        parts = urlsplit(self.url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError(f"a mail server is written like smtps://user:password@host, not {parts.scheme}://…")
        return EmailBackend(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            timeout=PATIENCE_SECONDS,
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_tls=parts.scheme == "smtp+starttls",
            use_ssl=parts.scheme == "smtps",
        )


class SmtpMailer:
    """Hands mails to one server, a connection for each."""

    def __init__(self, server: SmtpServer, *, sender: str) -> None:
        self._server, self._sender = server, sender

    @property
    def kept_in(self) -> str:
        """Nowhere here."""
        return ""

    def send(self, mail: Mail) -> None:
        """The server's own words are in what this raises."""
        connection = self._server.connection()
        try:
            connection.open()
            connection.send_messages([message(mail, sender=self._sender)])
        except smtplib.SMTPRecipientsRefused as problem:
            code, words = next(iter(problem.recipients.values()))
            raise _problem(mail, code, words) from problem
        except smtplib.SMTPResponseException as problem:
            raise _problem(mail, problem.smtp_code, problem.smtp_error) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise MailFailed(f"send a mail to {mail.to}: {problem}") from problem
        finally:
            connection.close()


def _problem(mail: Mail, code: int, words: bytes | str) -> MailFailed | MailRefused:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    text = f"send a mail to {mail.to}: the server answered {code} {said}"
    # That we may not sign in says nothing of this mail; a person has to mend the setting, then all of them go.
    return MailRefused(text) if code >= PERMANENT and code not in CREDENTIALS else MailFailed(text)

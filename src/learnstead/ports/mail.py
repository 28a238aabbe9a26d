"""Mail to people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from learnstead.kernel.errors import Terminal, Transient


class MailFailed(Transient):
    """The mail was not taken: no server, or one that says "later". It can be sent again without arriving twice."""


class MailRefused(Terminal):
    """The server will never take this mail: an address it does not know, say."""


@dataclass(frozen=True)
class Mail:
    """One mail to one person, as text and as HTML. ``message_id`` is its own for ever: "<digest.7.2026-03-01@host>"."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Mailer(Protocol):
    """Sends mails."""

    @property
    def kept_in(self) -> str:
        """The folder where mails are kept because no mail server is configured; empty when there is one."""

    def send(self, mail: Mail) -> None:
        """Hand a mail over; once this returns it was taken. Raises MailFailed or MailRefused when it was not."""

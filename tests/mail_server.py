"""A small real mail server that keeps what it takes."""

import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """Speaks SMTP on ``url``; ``refuses`` answers recipients. ``on_data`` runs when a mail came, before "taken"."""

    url: str = ""
    mails: list[Message] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    on_data: Callable[[Message], None] = lambda _mail: None
    answer: str = "250 taken"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Take or refuse a recipient."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail, unless ``answer`` says otherwise."""
        if self.answer.startswith("2"):
            mail = email.message_from_bytes(envelope.content)
            self.mails.append(mail)
            self.on_data(mail)
        return self.answer


@contextmanager
def serving() -> Iterator[MailServer]:
    """A mail server on a free port of this machine."""
    server = MailServer()
    controller = _OnAnyPort(server, hostname="127.0.0.1", port=0)
    controller.start()
    server.url = f"smtp://127.0.0.1:{controller.port}"
    yield server
    controller.stop()


class _OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        """Learn which port it became before the first connection."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def text_of(mail: Message, kind: str) -> str:
    """The part of a mail in one form, "text/plain" or "text/html"."""
    parts = [part for part in mail.walk() if part.get_content_type() == kind]
    return parts[0].get_payload(decode=True).decode()

"""Mails in a folder, for an installation without a mail server."""

import os
from pathlib import Path

from learnstead.adapters.mail.message import message
from learnstead.kernel.slugs import slug_for
from learnstead.ports.mail import Mail, MailFailed

LONGEST_NAME = 120


class FolderMailer:
    """One ``.eml`` file for each mail, named for its message id: the same mail twice is one file."""

    def __init__(self, root: Path, *, sender: str) -> None:
        self._root, self._sender = root, sender

    @property
    def kept_in(self) -> str:
        """Always: nothing here leaves this machine."""
        return str(self._root)

    def send(self, mail: Mail) -> None:
        """Write the whole file, then give it its name."""
        file = self._root / f"{slug_for(mail.message_id, length=LONGEST_NAME)}.eml"
        unfinished = file.with_suffix(f".{os.getpid()}.part")
        made = message(mail, sender=self._sender)
        try:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished.write_bytes(made.message().as_bytes())
            unfinished.replace(file)
        except OSError as problem:
            raise MailFailed(f"keep a mail in {self._root}: {problem}") from problem

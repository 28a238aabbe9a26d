"""What is made once for each installation: its folder and its secrets."""

import base64
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any

from learnstead.config.places import INSTALL_FILE, BadConfig
from learnstead.config.supervisor.record import write_private

# Without letters and digits that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Installation:
    """The data folder and ``install.json`` in it, which the configuration reads."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.path = data / INSTALL_FILE
        self.settings: dict[str, Any] = {}

    def prepare(self) -> None:
        """Make the folder and the secrets, unless they are there."""
        try:
            self._make_folder()
            self.settings = json.loads(self.path.read_text()) if self.path.exists() else {}
        except PermissionError as problem:
            raise BadConfig(
                f"cannot use {self.data} ({problem.strerror}): give it to the user who starts Learnstead, "
                "or choose another folder with --data"
            ) from problem
        except (OSError, ValueError) as problem:
            raise BadConfig(f"cannot use {self.path}: {problem}; restore it from a backup or move it away") from problem
        missing = {name: value for name, value in _new_secrets().items() if name not in self.settings}
        self.update(**missing)

    def reload(self) -> None:
        """Read again what another process of this installation may have written."""
        self.settings = json.loads(self.path.read_text())

    def update(self, **settings: Any) -> None:
        """Remember settings for the commands that are run beside the supervisor."""
        if any(name not in self.settings or self.settings[name] != value for name, value in settings.items()):
            self.settings |= settings
            write_private(self.path, json.dumps(self.settings, indent=1) + "\n")

    def _make_folder(self) -> None:
        if not self.data.exists():
            # As root, PostgreSQL's service user has to pass through; it can still read nothing.
            self.data.mkdir(parents=True)
            self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if not stat.S_ISDIR(self.data.stat().st_mode):
            raise BadConfig(f"{self.data} is not a folder; choose another with --data")


def _new_secrets() -> dict[str, str]:
    webhook_key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "secret_key": secrets.token_urlsafe(48),
        "webhook_keys": f"whsec_{webhook_key}",
        "demo_password": "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(3)),
    }

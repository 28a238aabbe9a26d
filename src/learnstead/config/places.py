"""Where things lie; apart from the configuration, which takes long to load and which few commands need."""

from collections.abc import Mapping
from pathlib import Path

from learnstead.kernel.errors import Terminal

CHECKOUT = Path(__file__).resolve().parents[3]
INSTALL_FILE = "install.json"


class BadConfig(Terminal):
    """A setting is missing or cannot be right; the text names it and where it was looked for."""


def data_directory(env: Mapping[str, str]) -> Path:
    """Where everything that is not code lives: ``LEARNSTEAD_DATA``, or ``.data`` in the checkout."""
    return Path(env.get("LEARNSTEAD_DATA") or CHECKOUT / ".data").expanduser().resolve()

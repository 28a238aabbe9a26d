"""Reads the data files beside it."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


def read(name: str) -> Any:
    """The content of ``<name>.yaml``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((FOLDER / f"{name}.yaml").read_text(), Loader=loader)  # noqa: S506 - both loaders are safe ones

"""The configuration Hugo gets besides the theme's: what to render, and where files are looked for."""

import json
from pathlib import Path
from typing import Any

from learnstead.ports.site_build import BuildOrder

SEGMENT = "preview"


def extra_configuration(order: BuildOrder) -> dict[str, Any]:
    """A segment for the one page that is wanted, and the folder whose files stand in for those of the source."""
    extra: dict[str, Any] = {}
    if order.only is not None:
        extra["segments"] = {SEGMENT: {"includes": [{"path": order.only}]}}
    if order.overlay is not None:
        extra["module"] = {"mounts": [mount for kind in ("content", "data") for mount in _mounts(order.overlay, kind)]}
    return extra


def write_configuration(order: BuildOrder, path: Path) -> None:
    """JSON, which Hugo reads as well as YAML."""
    path.write_text(json.dumps(extra_configuration(order)))


def _mounts(overlay: Path, kind: str) -> list[dict[str, str]]:
    """Where two mounts have a file, the first one's is taken."""
    return [{"source": str(overlay / kind), "target": kind}, {"source": kind, "target": kind}]

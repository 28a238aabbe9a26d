"""Pin the dependencies: ``requirements/NAME.in`` to ``requirements/NAME.txt``, for every platform we support.

The locks hold versions and hashes and no address, so that they install from whatever index pip is set up to use.
"""

import os
import subprocess
import sys
from pathlib import Path

from setup import PYTHON, pip_settings, uv_settings

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"
# In this order: what the product is pinned to, the tools are developed against.
NAMES = ("bootstrap", "base", "onnx", "dev")
OPTIONS = ("--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-emit-index-url", "--quiet")
HEADER = "# Written by `make lock` from {name}.in; do not edit.\n"


def main() -> None:
    """Write every lock; versions already pinned stay unless UPGRADE=1."""
    environment = {**uv_settings(pip_settings()), **os.environ}
    for name in NAMES:
        lock = REQUIREMENTS / f"{name}.txt"
        command: list[str | Path] = [
            PYTHON.with_name("uv"),
            "pip",
            "compile",
            *OPTIONS,
            f"{name}.in",
            "--output-file",
            lock.name,
        ]
        if os.environ.get("UPGRADE") == "1":
            command.append("--upgrade")
        if subprocess.run(command, cwd=REQUIREMENTS, env=environment, check=False).returncode != 0:
            sys.exit(f"lock: could not resolve requirements/{name}.in, see above")
        lock.write_text(HEADER.format(name=name) + lock.read_text().removeprefix(HEADER.format(name=name)))


if __name__ == "__main__":
    main()

"""Make ``.venv``: ``python3 tools/setup.py bootstrap|base|dev``. Standard library only; needs Python 3.11.

pip, from the interpreter, installs the tools that install (uv, pinned by hash); uv installs the rest, also pinned by
hash. uv does not read pip's settings, so we hand them on: a mirror or proxy configured for pip works for both.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)

# pip's name for a setting (of its file, of PIP_..., of its command line) and uv's variable for the same.
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}


def main(wanted: str) -> None:
    """Bring ``.venv`` to the state that the lock of ``wanted`` describes."""
    make_venv()
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements" / "bootstrap.txt")
    if wanted == "bootstrap":
        return
    lock = ROOT / "requirements" / f"{wanted}.txt"
    environment = {**uv_settings(pip_settings()), **os.environ, "VIRTUAL_ENV": str(VENV)}
    uv = VENV / "bin" / "uv"
    how: list[str | Path] = ["sync", lock] if wanted == "dev" else ["install", "--requirements", lock]
    run(uv, "pip", *how, "--quiet", "--require-hashes", environment=environment)
    # The build tool is in bootstrap.txt: nothing unpinned is fetched to install ourselves.
    ourselves: list[str | Path] = ["--no-deps", "--no-build-isolation", "--offline", "--editable", ROOT]
    run(uv, "pip", "install", "--quiet", *ourselves, environment=environment)


def make_venv() -> None:
    """Create ``.venv`` unless it is there and its interpreter still works."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"setup: Learnstead needs Python 3.11 or newer and this is {sys.version.split()[0]}; run `make PYTHON=...`"
        )
    if works(PYTHON):
        return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        sys.exit(
            f"setup: could not create {VENV}; on Debian and Ubuntu install python3-venv.\n{made.stdout}{made.stderr}"
        )


def works(python: Path) -> bool:
    """Whether this interpreter of an earlier setup still runs and has pip; the one it stands on may be gone."""
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def pip_settings() -> dict[str, str]:
    """What pip was told, by its files and by PIP_ variables, by pip's own reckoning; the environment wins."""
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True).stdout
    settings: dict[str, str] = {}
    for line in sorted(listed.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if section in {"global", "install", ":env:"}:
            settings[key] = str(ast.literal_eval(value))
    return settings


def uv_settings(pip: Mapping[str, str]) -> dict[str, str]:
    """The same settings in uv's words."""
    return {UV_NAMES[key]: " ".join(value.split()) for key, value in pip.items() if key in UV_NAMES and value.strip()}


def run(*command: str | Path, environment: Mapping[str, str] | None = None) -> None:
    """Run one step; its own words explain a failure, and ours say which step it was."""
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        sys.exit(f"setup: this step failed, see above: {' '.join(map(str, command))}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "dev")

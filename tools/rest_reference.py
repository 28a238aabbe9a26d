"""Write ``docs/reference/rest-openapi.json`` from the routes of the REST API, so that clients can be made from it."""

import json
import os
import sys
import tempfile
from pathlib import Path

import django

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "reference" / "rest-openapi.json"
# The routes need no installation, but Django's settings want to see one.
NOWHERE = {
    "DJANGO_SETTINGS_MODULE": "learnstead.config.settings",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "LEARNSTEAD_SECRET_KEY": "n" * 50,
    "LEARNSTEAD_WEBHOOK_KEYS": "none",
}


def main() -> None:
    """Write the document; with ``--check`` only say whether it is current."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({**NOWHERE, "LEARNSTEAD_DATA": folder})
        django.setup()
        from learnstead.learn.web.rest.routes import specification  # noqa: PLC0415 - needs Django's settings

        text = json.dumps(specification.document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if sys.argv[1:] == ["--check"]:
        sys.exit(DOCUMENT.read_text() != text)
    DOCUMENT.write_text(text)


if __name__ == "__main__":
    main()

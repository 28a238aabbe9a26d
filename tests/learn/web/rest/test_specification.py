"""The specification: what is committed, and whether the routes keep it."""

import json
from pathlib import Path

from learnstead.learn.web.rest.routes import specification

COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "reference" / "rest-openapi.json"


def test_the_committed_specification_is_that_of_the_routes():
    """When this fails: ``.venv/bin/python tools/rest_reference.py``."""
    assert json.loads(COMMITTED.read_text()) == json.loads(json.dumps(specification.document))

"""The specification: what is committed, and whether the routes keep it."""

import json
from pathlib import Path

from learnstead.learn.web.rest.routes import specification

COMMITTED = Path(__file__).resolve().parents[4] / "docs" / "reference" / "rest-openapi.json"


def test_the_committed_specification_is_that_of_the_routes():
    """When this fails: ``.venv/bin/python tools/rest_reference.py``."""
    assert json.loads(COMMITTED.read_text()) == json.loads(json.dumps(specification.document))


def test_the_parameters_that_are_known_are_those_of_the_document():
    told = {
        (method.upper(), path): [one["name"] for one in operation["parameters"] if one["in"] == "query"]
        for path, operations in specification.document["paths"].items()
        for method, operation in operations.items()
    }
    assert len(told) > 80
    known = {key: list(specification.known_parameters(*key) or ()) for key in told}
    assert {key: sorted(names) for key, names in known.items()} == {key: sorted(names) for key, names in told.items()}
    assert specification.known_parameters("GET", "/api/v1/nothing/") is None

"""Everything the specification allows, and much that it does not, is answered as it says, and never with a 5xx."""

import contextlib
import json

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from learnstead.learn.models import LearningResource
from learnstead.learn.web.rest.routes import specification
from learnstead.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue"), pytest.mark.slow]

EXAMPLES = 3
TOKEN = "t" * 32
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DOCUMENT = json.loads(json.dumps(specification.document))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.app = get_wsgi_application()
OPERATIONS = {result.ok().label: result.ok() for result in SCHEMA.get_all_operations()}


@pytest.fixture
def unlimited(settings):
    """No limit, and no end of the connection with each request: the catalogue is in its transaction."""
    settings.API_REQUESTS_PER_MINUTE = 0
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def cookies_of_staff():
    client = Client()
    client.force_login(User.objects.create_user("sam", is_staff=True))
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    return {django_settings.SESSION_COOKIE_NAME: session, django_settings.CSRF_COOKIE_NAME: TOKEN}


def takes_any_text(described):
    """Whether nothing that can be written in its address is wrong; looking for what is takes long and finds nothing."""
    given = described["parameters"]
    return bool(given) and "requestBody" not in described and all(one["schema"] == {"type": "string"} for one in given)


@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_asked_the_answer_keeps_to_the_specification(label, unlimited):
    operation = OPERATIONS[label]
    cookies, headers = cookies_of_staff(), {"X-CSRFToken": TOKEN, "Host": "localhost"}
    somewhere = LearningResource.objects.get(readable_id="algebra").pk
    known = {name: somewhere for name in ("id", "learning_resource_id") if f"{{{name}}}" in operation.path}

    def ask(mode, **pinned):
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode, **pinned))
        def one(case):
            case.call_and_validate(checks=CHECKS, cookies=cookies, headers=headers)

        one()

    ask(GenerationMode.POSITIVE, **({"path_parameters": known} if known else {}))
    if not takes_any_text(DOCUMENT["paths"][operation.path][operation.method]):
        with contextlib.suppress(Unsatisfiable):
            ask(GenerationMode.NEGATIVE)

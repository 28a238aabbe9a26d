"""The server, the client, and its time, from the tests of egress."""

from tests.adapters.egress.conftest import client, clock, world  # noqa: F401 - fixtures

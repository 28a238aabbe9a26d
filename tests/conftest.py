"""What every test may ask for."""

import pytest

from tests import installation


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start PostgreSQL just before pytest-django makes the test database."""
    installation.start_database()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a running PostgreSQL, for programs that the tests start; not Django's test database."""
    installation.start_database()
    return installation.environment()["DATABASE_URL"]


def pytest_make_parametrize_id(val, argname):
    """Name a test with bytes in it without them: an archive holds the time, and processes must agree on names."""
    return argname if isinstance(val, bytes) else None

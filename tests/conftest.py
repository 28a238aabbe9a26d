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

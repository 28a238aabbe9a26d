"""What every test may ask for."""

import pytest
from django.db import connection

from tests import installation

# They start whole installations one after another and take minutes; begun last, everybody would wait for them.
LONGEST = (
    "tests/chaos/test_whole_installation.py",
    "tests/config/supervisor/test_up.py",
    "tests/acceptance/test_demo_in_browser.py",
    "tests/acceptance/test_courses.py",
    "tests/chaos/test_kills.py",
    "tests/adapters/jobs/test_worker.py",
)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start PostgreSQL just before pytest-django makes the test database."""
    installation.start_database()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of a running PostgreSQL, for programs that the tests start; not Django's test database."""
    installation.start_database()
    return installation.environment()["DATABASE_URL"]


@pytest.fixture(autouse=True)
def no_job_is_left_for_another_test(request, django_db_blocker):
    """Empty the queue after a test that committed; Django empties only its own tables, and the queue's are not."""
    yield
    marker = request.node.get_closest_marker("django_db")
    committed = bool(marker and marker.kwargs.get("transaction"))
    if committed or {"transactional_db", "live_server"} & set(request.fixturenames):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def pytest_make_parametrize_id(val, argname):
    """Name a test with bytes in it without them: an archive holds the time, and processes must agree on names."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes longest; the rest stays in the order it was shuffled into."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)))

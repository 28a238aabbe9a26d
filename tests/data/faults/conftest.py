"""Sources with all well, made once for all faults."""

import pytest

from tests.data.drills.grounds import ground_of


@pytest.fixture(scope="session")
def grounds(tmp_path_factory):
    made = {}

    def ground(name):
        if name not in made:
            made[name] = ground_of(name, tmp_path_factory.mktemp(name))
        return made[name]

    return ground

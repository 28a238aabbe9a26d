"""Workers come after pages, also where the system weighs sessions before niceness."""

import os
import subprocess
import sys

import pytest

from learnstead.config.yielding import AUTOGROUP, NICENESS

LOWEST = 19
LOWERED = """
import os
from pathlib import Path
from learnstead.config.yielding import AUTOGROUP, come_after_pages
come_after_pages()
print(os.getpriority(os.PRIO_PROCESS, 0), AUTOGROUP.read_text().split()[-1] if AUTOGROUP.exists() else "none")
"""


def expected():
    """We may be nice already."""
    return min(LOWEST, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)


def lowered(*, own_session):
    command = [sys.executable, "-c", LOWERED]
    done = subprocess.run(command, capture_output=True, text=True, check=True, start_new_session=own_session)
    niceness, group = done.stdout.split()
    return int(niceness), group


def test_a_worker_lowers_itself():
    assert lowered(own_session=False)[0] == expected()


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="this system does not weigh sessions against each other")
def test_it_lowers_its_own_session_and_never_that_of_a_terminal():
    before = AUTOGROUP.read_text().split()[-1]
    assert lowered(own_session=True) == (expected(), str(NICENESS))
    assert lowered(own_session=False) == (expected(), before)

"""A throw-away installation for the benchmarks: PostgreSQL of its own, Django loaded, tables made."""

import os
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import installation


def start() -> None:
    """Start it; gone when the process ends."""
    installation.start_database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    call_command("migrate", verbosity=0)


def cpu_seconds() -> float:
    """CPU seconds of this process and of the programs it has run so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)

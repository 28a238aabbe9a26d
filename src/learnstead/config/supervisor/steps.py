"""Steps of a start that need Django, each in a process of its own (``python -m`` this module and a name)."""

import os
import sys
from importlib import import_module
from typing import Any

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from learnstead.config.configuration import from_environment
from learnstead.config.supervisor.dagster import SCHEMA
from learnstead.config.supervisor.installation import Installation

ADMINISTRATOR = "admin"
SHOWN = 6


def migrate() -> None:
    """Bring the tables to the state the code expects."""
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")  # Dagster makes its own tables in it


def administrator() -> None:
    """Without the demo and its people, one account to begin with."""
    installation = _installation()
    people = get_user_model().objects
    if not people.exists():
        password = installation.settings["demo_password"]
        people.create_superuser(username=ADMINISTRATOR, email="", password=password)
    installation.update(accounts=_accounts())


def demo() -> None:
    """Load the demo courses and people. A start may have been cut short, so it may have been begun before."""
    installation = _installation()
    import_module("learnstead.config.demo").load(password=installation.settings["demo_password"])
    installation.update(accounts=_accounts())


def _installation() -> Installation:
    installation = Installation(from_environment().data)
    installation.prepare()
    return installation


def _accounts() -> list[list[str]]:
    """Who can sign in, and as what, for the words of welcome."""
    first = get_user_model().objects.filter(is_active=True).order_by("pk")[:SHOWN]
    return [[person.get_username(), _role(person)] for person in first]


def _role(person: Any) -> str:
    if person.is_staff:
        return "administrator"
    if person.may_create_sites:
        return "author"
    return "editor" if apps.get_model("studio", "Membership").objects.filter(user=person).exists() else "learner"


STEPS = {"migrate": migrate, "administrator": administrator, "demo": demo}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnstead.config.settings")
    django.setup()
    STEPS[sys.argv[1]]()

"""The ``learnstead`` command. Each file in this package adds the commands of one subject."""

import os
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import NoReturn

import click
from django.db import DatabaseError

from learnstead import __version__
from learnstead.kernel.errors import LearnsteadError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="learnstead")
def cli() -> None:
    """Learnstead: write courses, publish them, and find them again."""


def start_django() -> None:
    """Load Django; for commands that touch the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnstead.config.settings")
    import django  # noqa: PLC0415 - commands such as 'up' must start without settings

    django.setup()


def main() -> None:
    """Run a command; our own errors become one line on standard error and exit code 1."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    try:
        cli(standalone_mode=True)
    except LearnsteadError as problem:
        _give_up(str(problem))
    except DatabaseError as problem:
        reason = str(problem).partition("\n")[0]
        _give_up(
            f"the database refused: {reason}. Is it running, and as new as this code? 'learnstead up' sees to both"
        )


def _give_up(words: str) -> NoReturn:
    click.secho(f"learnstead: {words}", fg="red", err=True)
    sys.exit(1)

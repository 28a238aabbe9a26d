"""``learnstead manage``: Django's own commands."""

import os

import click
from django.core.management import execute_from_command_line

from learnstead.config.cli import cli


@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands, such as 'migrate' or 'shell'."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnstead.config.settings")
    execute_from_command_line(["learnstead manage", *arguments])

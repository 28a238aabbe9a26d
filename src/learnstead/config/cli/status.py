"""``learnstead status``."""

import sys
from pathlib import Path

import click

from learnstead.config.cli import cli
from learnstead.config.cli.up import DATA, data_folder
from learnstead.config.supervisor.status import as_json, as_text, status_of

NOT_RUNNING = 3  # as for init scripts


@cli.command()
@DATA
@click.option("--json", "for_programs", is_flag=True, help="For programs.")
def status(data: Path | None, *, for_programs: bool) -> None:
    """Say what runs, since when, and how much work waits. Exit code 3 when it does not run."""
    found = status_of(data_folder(data))
    click.echo(as_json(found) if for_programs else as_text(found))
    if not found.runs:
        sys.exit(NOT_RUNNING)

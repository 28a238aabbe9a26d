"""``learnstead doctor``."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from learnstead.config.cli import cli
from learnstead.config.cli.up import DATA, data_folder
from learnstead.config.doctor.finding import Finding, Level

MARKS = {Level.OK: ("ok", "green"), Level.NOTE: ("note", "yellow"), Level.PROBLEM: ("PROBLEM", "red")}


@cli.command()
@DATA
@click.option("--json", "for_programs", is_flag=True, help="For programs.")
def doctor(data: Path | None, *, for_programs: bool) -> None:
    """Say what is configured, missing or unsafe, each with its remedy. Exit code 1 when something must be mended."""
    from learnstead.config.doctor.examination import examine  # noqa: PLC0415 - slow to load

    findings = list(examine(data_folder(data), os.environ))
    if for_programs:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(_row(finding))
    if any(finding.level is Level.PROBLEM for finding in findings):
        sys.exit(1)


def _row(finding: Finding) -> str:
    word, colour = MARKS[finding.level]
    row = f"{click.style(f'{word:<8}', fg=colour)}{finding.subject:<14}{finding.seen}"
    return f"{row}\n{'':<22}{finding.remedy}" if finding.remedy else row

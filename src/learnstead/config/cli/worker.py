"""``learnstead worker``: do the jobs."""

import click

from learnstead.config.cli import cli, start_django


@cli.command()
@click.option("--concurrency", default=4, show_default=True, help="How many jobs at a time.")
def worker(concurrency: int) -> None:
    """Do jobs until stopped; jobs of a killed worker are taken up again."""
    start_django()
    from learnstead.adapters.jobs.worker import run_worker  # noqa: PLC0415 - needs Django

    run_worker(concurrency=concurrency)

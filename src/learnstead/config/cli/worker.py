"""``learnstead worker``: do the jobs."""

import os

import click

from learnstead.config.cli import cli, start_django

# When there is not enough for both, pages come first: somebody waits for them.
NICENESS = 5


@cli.command()
@click.option("--concurrency", type=click.IntRange(min=1), help="How many jobs at a time. [default: 4; encoding: 1]")
@click.option("--encode", is_flag=True, help="Encode video, and do nothing else.")
def worker(*, concurrency: int | None, encode: bool) -> None:
    """Do jobs until stopped; jobs of a killed worker are taken up again.

    Encoding video keeps processors busy for long, so it has workers of its own; start more of them, on any machine
    that has the same settings, and films are ready sooner.
    """
    os.nice(NICENESS)
    start_django()
    from learnstead.adapters.jobs.worker import run_worker  # noqa: PLC0415 - needs Django
    from learnstead.ports.jobs import DEFAULT_LANE, ENCODING_LANE  # noqa: PLC0415

    if encode:
        run_worker(concurrency=concurrency or 1, lane=ENCODING_LANE)
    else:
        run_worker(concurrency=concurrency or 4, lane=DEFAULT_LANE)

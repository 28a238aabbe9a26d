"""``learnstead up`` and ``learnstead down``."""

import os
from pathlib import Path

import click

from learnstead.config.cli import cli
from learnstead.config.places import data_directory
from learnstead.config.supervisor import detached, start, stopping
from learnstead.config.supervisor.programs import Wanted

DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where everything lives; LEARNSTEAD_DATA, or .data beside the code, unless given.",
)


def data_folder(given: Path | None) -> Path:
    """The data folder of this command, also for everything it calls."""
    if given:
        os.environ["LEARNSTEAD_DATA"] = str(given.expanduser().resolve())
    return data_directory(os.environ)


@cli.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Or the next free one.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="How many processes do jobs.")
@click.option("--no-demo", is_flag=True, help="Begin empty, with one administrator's account.")
@click.option("--no-encoder", is_flag=True, help="Without encoding video: other machines do ('worker --encode').")
@click.option("--no-dagster", is_flag=True, help="Without schedules and Dagster's pages: sources run when asked to.")
@click.option("--detach", is_flag=True, help="Return when everything is up, and leave it running.")
@click.option("--silent", is_flag=True, hidden=True)  # what --detach starts: its output must not grow for ever
def up(  # noqa: PLR0913 - one for each option
    data: Path | None,
    host: str,
    port: int,
    workers: int,
    *,
    no_demo: bool,
    no_encoder: bool,
    no_dagster: bool,
    detach: bool,
    silent: bool,
) -> None:
    """Start PostgreSQL, the web server, the workers and Dagster, and keep them running until Ctrl-C."""
    wanted = Wanted(
        data=data_folder(data),
        host=host,
        port=port,
        workers=workers,
        demo=not no_demo,
        encoder=not no_encoder,
        dagster=not no_dagster,
        silent=silent,
    )
    if detach:
        click.echo(detached.run(wanted))
    else:
        start.run(wanted, environment=os.environ)


@cli.command()
@DATA
def down(data: Path | None) -> None:
    """Stop what 'up' started: work that was begun is finished first."""
    click.echo(stopping.stop(data_folder(data)))

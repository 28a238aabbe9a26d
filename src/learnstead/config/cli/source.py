"""``learnstead source``: where the catalogue comes from."""

import sys
from datetime import UTC, datetime

import click

from learnstead.config.cli import cli, start_django


@cli.group()
def source() -> None:
    """See, run and check the sources of the catalogue, and decide what the guard holds."""


@source.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, help="Only this scope; may be given more than once.")
@click.option("--now", help="The time the run is told it is, such as 2024-09-01T12:00:00Z.")
@click.option("--replay", default="", help="Send every request to this address, with its host in X-Replay-Host.")
@click.option("--objects", "folder", default="", help="A folder in place of the bucket the source reads.")
def run(name: str, scopes: tuple[str, ...], now: str | None, replay: str, folder: str) -> None:
    """Run the source NAME: fetch, guard, release."""
    start_django()
    from learnstead.flows.ingest_source import Order, ingest  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django

    order = Order(now=moment(now), replay=replay, folder=folder, only=scopes)
    done = ingest(source=name, services=services(), order=order)
    click.echo(f"{done.source} {done.id}: {done.outcome} {done.message}")
    for result in done.scopes:
        click.echo(f"  {result.scope}: {result.outcome}, {result.records} records {result.reason}")
    sys.exit({"released": 0, "unchanged": 0, "held": 3, "partly": 3}.get(done.outcome, 1))


def moment(words: str | None) -> datetime | None:
    """A time as a person writes it; in UTC unless it says otherwise."""
    if not words:
        return None
    try:
        found = datetime.fromisoformat(words)
    except ValueError as problem:
        raise click.BadParameter(f"{words!r} is no time such as 2024-09-01T12:00:00Z") from problem
    return found if found.tzinfo else found.replace(tzinfo=UTC)

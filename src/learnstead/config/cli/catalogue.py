"""``learnstead catalogue``: what the catalogue says."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import click

from learnstead.config.cli import cli, start_django


class Moment(click.ParamType):
    """A time in ISO 8601; without a time zone it is UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """A time with its zone."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time; write it like 2026-03-01T12:00:00Z", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@cli.group()
def catalogue() -> None:
    """What the catalogue says, now or as of a time."""


@catalogue.command()
@click.option("--source", default="", help="Only what this source brought.")
@click.option("--all", "everything", is_flag=True, help="Also what is unpublished or hidden.")
@click.option("--as-of", type=Moment(), help="As the catalogue was at this time (ISO 8601).")
@click.option(
    "--files/--no-files",
    default=None,
    help="With or without what is inside courses; without, unless said, where a source has courses that learners see.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list; else a line for each record.")
def export(*, source: str, everything: bool, as_of: datetime | None, files: bool | None, as_json: bool) -> None:
    """Print the records of the catalogue: 'learnstead catalogue export --source mit_climate --json'."""
    start_django()
    from learnstead.learn.domain import exporting  # noqa: PLC0415 - needs Django

    asked = exporting.Asked(source=source, as_of=as_of, everything=everything, files=files)
    records = exporting.export(asked)
    if as_json:
        _print_json(records)
        return
    for record in records:
        kind = record.get("resource_type") or record.get("record") or "item"
        name = record.get("readable_id") or record.get("guid") or record.get("key") or record.get("event_uuid")
        click.echo(f"{kind}  {name}  {record.get('title') or ''}")


def _print_json(records: Iterator[Mapping[str, Any]]) -> None:
    """One record to a line, so that two exports can be compared by eye as well."""
    click.echo("[", nl=False)
    for number, record in enumerate(records):
        click.echo(("," if number else "") + "\n" + json.dumps(record, ensure_ascii=False), nl=False)
    click.echo("\n]")


@catalogue.command()
def dump() -> None:
    """Write the public catalogue as files that anybody may take; it also happens every night."""
    start_django()
    from learnstead.kernel import clock  # noqa: PLC0415 - loads with Django
    from learnstead.learn.domain import open_data  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - installed when Django starts

    given = services()
    made = open_data.dump(objects=given.objects, scratch=given.scratch, base=given.url, at=clock.now())
    for file in made.files:
        click.echo(f"{file.name}: {file.rows} rows, {file.size:,} bytes")
    click.echo(f"They are at {given.url}/open-data/")

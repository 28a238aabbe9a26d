"""``learnstead video originals``: which files of videos go, and when."""

from datetime import UTC, datetime

import click

from learnstead.config.cli import start_django
from learnstead.config.cli.video import as_json_option, say_json, video


@video.command()
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="What goes by the end of this day; today unless given."
)
@click.option("--remove", is_flag=True, help="Remove what is due now, instead of listing; workers do it every night.")
@as_json_option
def originals(until: datetime | None, *, remove: bool, as_json: bool) -> None:
    """List originals that nothing needs any more and whose collection lets them go after some years.

    Nothing is removed without --remove.
    """
    if remove and until:
        raise click.UsageError("--remove takes what is due now; it goes without --until")
    start_django()
    from learnstead.config import originals as planned  # noqa: PLC0415 - needs Django

    end = datetime.combine(until, datetime.max.time(), tzinfo=UTC) if until else None
    rows = planned.removed() if remove else planned.listed(until=end)
    if as_json:
        say_json(rows)
        return
    for one in rows:
        click.echo(f"{one['goes_at'][:10]}  {one['size']:>14,} bytes  {one['video']}  {one['name']}  {one['title']}")
    click.echo(f"{len(rows)} originals, {sum(one['size'] for one in rows):,} bytes{', removed' if remove else ''}")

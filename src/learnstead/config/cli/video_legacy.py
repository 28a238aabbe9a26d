"""``learnstead video legacy``: let addresses of the system before lead to videos."""

from pathlib import Path

import click

from learnstead.config.cli import start_django
from learnstead.config.cli.video import as_json_option, say_json, video


@video.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--move", is_flag=True, help="Let addresses that lead to another video already lead to the new one.")
@click.option("--dry-run", is_flag=True, help="Look at every line, and save nothing.")
@as_json_option
def legacy(file: Path, *, move: bool, dry_run: bool, as_json: bool) -> None:
    """Let addresses of TechTV lead to videos: FILE is a CSV with the columns address and video (a key).

    An address is whole, a path, or its bare number; when one line is wrong, nothing is saved.
    """
    start_django()
    from learnstead.config import legacy_addresses  # noqa: PLC0415 - needs Django

    taken = legacy_addresses.take(file, move=move, dry=dry_run)
    if as_json:
        say_json(taken)
        return
    said = ", ".join(f"{count} {what}" for what, count in taken.items())
    click.echo(f"{said}{' (nothing was saved)' if dry_run else ''}")

"""``learnstead video sync``: send the videos of collections to Open edX."""

import json

import click

from learnstead.config.cli import start_django
from learnstead.config.cli.video import as_json_option, video


@video.command()
@click.argument("collections", nargs=-1, required=True)
@click.option("--wait", is_flag=True, help="Send now, in this process, instead of asking the workers.")
@as_json_option
def sync(collections: tuple[str, ...], *, wait: bool, as_json: bool) -> None:
    """Send the public videos of COLLECTIONS (slugs or keys) to Open edX, and say how each stands."""
    start_django()
    from learnstead.config import edx_sync  # noqa: PLC0415 - needs Django

    rows = edx_sync.sync(collections, wait=wait)
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['video']}  {row['installation']:20.20}  {row['state']:8}  {row['message'] or row['title']}")

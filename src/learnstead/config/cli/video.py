"""``learnstead video``: bring films in, see how they stand, and have them prepared again."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import click

from learnstead.config.cli import cli, start_django
from learnstead.kernel.errors import LearnsteadError

WATCH_SECONDS = 30.0
as_json_option = click.option("--json", "as_json", is_flag=True, help="JSON for programs.")


@cli.group()
def video() -> None:
    """Bring films in, see how they stand, and have them prepared again."""


@video.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--collection", default="", help="Slug or key of the collection; without it one called Videos.")
@click.option("--owner", default="", help="User name of who is adding; without it the only administrator.")
@click.option("--title", default="", help="Title, when there is one file; without it the file's name.")
@click.option("--replace", default="", metavar="KEY", help="Put the file in the place of this video's.")
@as_json_option
def add(files: tuple[Path, ...], collection: str, owner: str, title: str, replace: str, *, as_json: bool) -> None:
    """Add FILES as videos. What is no video is refused before anything is kept; exit code 1 when any was."""
    start_django()
    from learnstead.config import videos  # noqa: PLC0415 - needs Django

    if len(files) > 1 and (title or replace):
        raise click.UsageError("--title and --replace go with one file")
    said: list[dict[str, Any]] = []
    for file in files:
        try:
            found = videos.add(file, collection=collection, owner=owner, title=title, replace=replace)
            said.append({"file": str(file), **videos.row(found)})
        except LearnsteadError as problem:
            said.append({"file": str(file), "error": str(problem)})
    if as_json:
        say_json(said)
    for one in [] if as_json else said:
        if "error" in one:
            click.secho(f"{one['file']}: {one['error']}", fg="red", err=True)
        else:
            click.echo(f"{one['key']}  {one['status']}  {one['title']}")
    sys.exit(any("error" in one for one in said))


@video.command("list")
@click.option("--collection", default="", help="Slug or key of a collection.")
@click.option("--status", default="", help="Only those with this status, such as Complete.")
@as_json_option
def list_(collection: str, status: str, *, as_json: bool) -> None:
    """List videos, newest first."""
    start_django()
    from learnstead.config import videos  # noqa: PLC0415 - needs Django

    rows = videos.rows(collection=collection, status=status)
    if as_json:
        say_json(rows)
        return
    for one in rows:
        click.echo(f"{one['key']}  {one['status']:22.22}  {one['duration']:8.1f} s  {one['title']}")


@video.command()
@click.argument("key")
@as_json_option
def show(key: str, *, as_json: bool) -> None:
    """Show how the video KEY stands: its revisions, what is played, and files on their way in."""
    start_django()
    from learnstead.config import videos  # noqa: PLC0415 - needs Django

    said = videos.described(key)
    if as_json:
        say_json(said)
        return
    for field in ("title", "key", "collection", "status", "message", "duration", "public", "created_at"):
        click.echo(f"{field:12} {said[field] if said[field] != '' else '-'}")
    for one in said["revisions"]:
        played = "  played" if one["current"] else ""
        click.echo(
            f"  revision {one['number']}  {one['reason']}  {one['progress']:4.0%}  {one['original_name']}{played}"
        )
        for rendition in one["renditions"]:
            click.echo(f"    {rendition['kind']:9} {rendition['name']:10} {rendition['width']}x{rendition['height']}")
    for one in said["incoming"]:
        click.echo(
            f"  {one['way']:8} {one['state']:10} {one['received']} of {one['length']} bytes  {one['fault']}".rstrip()
        )


@video.command()
@click.argument("keys", nargs=-1, required=True)
@as_json_option
def retranscode(keys: tuple[str, ...], *, as_json: bool) -> None:
    """Prepare the videos KEYS again from their originals; viewers keep what they have until then."""
    start_django()
    from learnstead.config import videos  # noqa: PLC0415 - needs Django

    said = [videos.retranscode(key) for key in keys]
    if as_json:
        say_json(said)
    for one in [] if as_json else said:
        click.echo(f"{one['key']}  {one['status']}  {one['title']}")


@video.command()
@click.option("--once", is_flag=True, help="Look once; without it every half minute, until you stop it.")
@as_json_option
def watch(*, once: bool, as_json: bool) -> None:
    """Look into the trays of LEARNSTEAD_VIDEO_WATCH, and take what recorders have finished."""
    start_django()
    from learnstead.config import videos  # noqa: PLC0415 - needs Django

    while True:
        said = videos.look()
        if as_json:
            say_json(said)
        for one in [] if as_json else said:
            click.echo(f"{one['outcome']:7} {one['key']}  {one['words']}".rstrip())
        if once:
            sys.exit(any(one["outcome"] == "failed" for one in said))
        time.sleep(WATCH_SECONDS)


def say_json(said: object) -> None:
    """For programs."""
    click.echo(json.dumps(said, indent=2, default=str))

"""``learnstead video captions``: what captions a video has, and bringing more."""

import json
from pathlib import Path

import click

from learnstead.config.cli import start_django
from learnstead.config.cli.video import as_json_option, video


@video.command()
@click.argument("key")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", default="en", show_default=True, help="What FILE is in: a tag like pt-BR.")
@as_json_option
def captions(key: str, file: Path | None, language: str, *, as_json: bool) -> None:
    """List the captions of the video KEY, or bring FILE (WebVTT or SubRip); what is wrong in it is mended and told."""
    start_django()
    from learnstead.config import video_captions  # noqa: PLC0415 - needs Django

    row = video_captions.bring(key, file, language=language) if file else video_captions.captions_of(key)
    if as_json:
        click.echo(json.dumps(row, indent=2, ensure_ascii=False))
        return
    for one in row["captions"]:
        click.echo(f"{one['language']:10}  revision {one['revision']}  {one['origin']:7}  {one['file']}")
    for fault in row["mended"]:
        click.echo(f"mended: {fault}")
    if not row["captions"]:
        click.echo("no captions")

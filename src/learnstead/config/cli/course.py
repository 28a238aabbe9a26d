"""``learnstead course``: import, list and export."""

import json
from pathlib import Path

import click

from learnstead.config.cli import cli, start_django


@cli.group()
def course() -> None:
    """Bring courses in and out, publish them, and see how they stand."""


@course.command("import")
@click.argument("source", metavar="PATH_OR_URL")
@click.option("--starter", default="course", show_default=True, help="A registered starter, or a .yaml file.")
@click.option("--owner", help="User name of the course's owner.")
@click.option("--prune", is_flag=True, help="Move pages that the source no longer has to the trash.")
@click.option("--allow-private", is_flag=True, help="Allow addresses in private networks.")
def import_(source: str, starter: str, owner: str | None, *, prune: bool, allow_private: bool) -> None:
    """Import a course from a folder, a git repository or a .zip; again, to bring it up to date."""
    start_django()
    from learnstead.config.course_import import import_and_commit  # noqa: PLC0415 - needs Django

    report = import_and_commit(source, starter=starter, owner=owner, prune=prune, allow_private=allow_private)
    click.echo(
        f"{report.site.name}: {report.created} new, {report.changed} changed, {report.removed} removed,"
        f" {report.media} media files"
    )
    for path in report.left_out:
        click.echo(f"  left out, not part of a course: {path}", err=True)
    for path in report.kept:
        click.echo(f"  kept, though the source does not have it: {path}", err=True)


@course.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array for programs.")
def list_(*, as_json: bool) -> None:
    """List all courses."""
    start_django()
    from learnstead.studio.domain.queries import site_summaries  # noqa: PLC0415 - needs Django

    summaries = site_summaries()
    if as_json:
        click.echo(json.dumps(summaries, indent=2))
        return
    for summary in summaries:
        state = "live" if summary["live"] else "not live"
        click.echo(f"{summary['short_id']:32} {state:9} {summary['files']:5} files  {summary['title']}")


@course.command()
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
def export(slug: str, folder: Path) -> None:
    """Write a course's files into FOLDER, byte for byte as git has them."""
    start_django()
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django
    from learnstead.studio.domain import exporting, sites  # noqa: PLC0415 - needs Django

    count = exporting.export(site=sites.find(slug), folder=folder, objects=services().objects)
    click.echo(f"{count} files written to {folder}")

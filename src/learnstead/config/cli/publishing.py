"""``learnstead course publish``, ``builds``, ``rollback`` and ``unpublish``."""

import json
import sys

import click

from learnstead.config.cli import start_django
from learnstead.config.cli.course import course


@course.command()
@click.argument("slug")
@click.option("--to", "version", type=click.Choice(["draft", "live"]), default="draft", show_default=True)
@click.option("--wait", is_flag=True, help="Return when it is served or refused; without a worker, do the work here.")
def publish(slug: str, version: str, *, wait: bool) -> None:
    """Publish a course: as a draft behind a link, or live for everyone."""
    start_django()
    from learnstead.config.publishing import describe, request, wait_for  # noqa: PLC0415 - needs Django

    build = request(slug, version)
    if wait:
        build = wait_for(build, say=lambda line: click.echo(line, err=True))
    click.echo(describe(build))
    sys.exit(1 if build.status == build.Status.FAILED else 0)


@course.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="One JSON array for programs.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1))
def builds(slug: str, limit: int, *, as_json: bool) -> None:
    """List the builds of a course, newest first."""
    start_django()
    from learnstead.config.publishing import rows  # noqa: PLC0415 - needs Django

    found = rows(slug, limit)
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for row in found:
        took = f"{row['seconds']:.1f} s" if row["seconds"] is not None else ""
        when = f"{row['requested_at'][:16].replace('T', ' ')}  {row['by']:16} {row['commit'][:8]:8} {took:>8}"
        words = ["served"] * row["served"] + row["message"].splitlines()[:1]
        click.echo(f"{row['number']:5} {row['version']:6} {row['status']:10} {when}  {', '.join(words)}".rstrip())


@course.command()
@click.argument("slug")
@click.argument("build", type=click.IntRange(1))
def rollback(slug: str, build: int) -> None:
    """Serve what an earlier BUILD made again."""
    start_django()
    from learnstead.config.publishing import describe, go_back  # noqa: PLC0415 - needs Django

    click.echo(describe(go_back(slug, build)))


@course.command()
@click.argument("slug")
def unpublish(slug: str) -> None:
    """Take a live course away; everything written stays."""
    start_django()
    from learnstead.config.publishing import take_away  # noqa: PLC0415 - needs Django

    site = take_away(slug)
    click.echo(f"{site.name} is no longer public; /{site.url_path}/ says that it was taken down")

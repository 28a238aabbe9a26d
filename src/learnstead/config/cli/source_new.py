"""``learnstead source new``."""

import click

from learnstead.config.cli.source import source
from learnstead.config.new_source import KINDS, Wanted, write
from learnstead.config.places import CHECKOUT


@source.command()
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What the source speaks.")
@click.option("--title", help="What people call it; made from NAME if not given.")
@click.option("--url", help="Its address; https://NAME.example.org/feed if not given.")
def new(name: str, kind: str, title: str | None, url: str | None) -> None:
    """Write a source NAME that works: its file, a test, and a sample payload for the demo."""
    host = name.replace("_", "-")
    wanted = Wanted(
        name=name,
        kind=kind,
        title=title or name.replace("_", " ").capitalize(),
        address=url or f"https://{host}.example.org/feed",
    )
    for path in write(wanted, root=CHECKOUT):
        click.echo(f"  {path.relative_to(CHECKOUT)}")
    click.echo(f"It works. Look at it with 'learnstead source check {name} --samples',")
    click.echo(f"at what it survives with 'learnstead source drill {name} all', and make it yours:")
    click.echo("docs/how-to/add-a-source.md says how. Then 'make docs' and 'make check'.")

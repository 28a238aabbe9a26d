"""``learnstead media``: the bytes of videos, from the side of whoever runs the installation."""

import click

from learnstead.config.cli import cli, start_django
from learnstead.kernel.errors import Terminal


@cli.group()
def media() -> None:
    """Who gets the bytes of videos."""


@media.command()
@click.option("--upstream", default="http://127.0.0.1:8000", show_default=True, help="Where Learnstead listens.")
def nginx(upstream: str) -> None:
    """Print what nginx needs to serve the bytes itself. It holds keys: keep it from others."""
    from learnstead.config.configuration import from_environment  # noqa: PLC0415 - settings are read when asked for
    from learnstead.config.media.nginx import configuration  # noqa: PLC0415 - as above

    config = from_environment()
    if config.store.place:
        raise Terminal("nginx serves files, and the objects are in a bucket; put CloudFront in front of it instead")
    click.echo(configuration(objects=config.objects, key=config.delivery.keys[0], upstream=upstream))


@media.command()
@click.argument("grant")
def revoke(grant: str) -> None:
    """Refuse every address of GRANT from now on; the log says which grants were given to whom."""
    start_django()
    from learnstead.kernel.clock import now  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    services().delivery.revoke(grant, at=now())
    click.echo(f"{grant} is refused from now on")

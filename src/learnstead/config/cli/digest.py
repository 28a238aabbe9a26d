"""``learnstead digest``: mails about what is new in what people follow."""

from datetime import datetime

import click

from learnstead.config.cli import cli, start_django
from learnstead.config.cli.catalogue import Moment


@cli.group()
def digest() -> None:
    """Mails about what is new in what people follow."""


@digest.command()
@click.option("--dry-run", is_flag=True, help="Say what would be sent; write nothing down and send nothing.")
@click.option("--now", "at", type=Moment(), help="As if it were this time (ISO 8601).")
def send(*, dry_run: bool, at: datetime | None) -> None:
    """Send today's digests now; who got one today gets no other. Workers do it by themselves at 18:30 UTC."""
    start_django()
    from learnstead.kernel import clock  # noqa: PLC0415 - only what starts Django first
    from learnstead.learn.domain.following import digests, mails, pictures, sending  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    given, moment = services(), at or clock.now()
    if dry_run:
        due = digests.prepare(sending.due(at=moment), at=moment, aside=given.index_aside)
        for one in due.values():
            click.echo(f"{one.user.email}  {one.subject}")
        click.echo(f"{len(due)} would be sent")
        return
    checked = pictures.checker(
        given.outside.egress(replay=given.outside.replay), default=mails.default_picture(given.url)
    )
    write = mails.writer(url=given.url, checked=checked)
    done = sending.send(at=moment, aside=given.index_aside, mailer=given.mail, write=write, url=given.url)
    where = f"; kept in {given.mail.kept_in}, as no mail server is configured" if given.mail.kept_in else ""
    click.echo(f"{done.sent} sent, {done.refused} refused{where}")

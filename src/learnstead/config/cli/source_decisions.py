"""``learnstead source releases``, ``apply``, ``diff``, ``accept`` and ``reject``."""

from textwrap import shorten

import click

from learnstead.config.cli import start_django
from learnstead.config.cli.source import as_json_option, say_json, source

SHOWN = 10
WIDEST = 60


@source.command()
@click.argument("name")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1))
@as_json_option
def releases(name: str, limit: int, *, as_json: bool) -> None:
    """List the releases of the source NAME, newest first."""
    start_django()
    from learnstead.data.registry import named  # noqa: PLC0415 - needs Django's settings
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    found = services().ledger.releases(named(name).name, limit=limit)
    if as_json:
        say_json(found)
        return
    for one in found:
        counts = f"{one.records:6} records, {one.added} new, {one.changed} changed, {one.removed} removed"
        state = f"applied {one.applied:%Y-%m-%d %H:%M}" if one.applied else "not applied yet"
        by = f", accepted by {one.accepted_by}" if one.accepted_by else ""
        click.echo(f"{one.id}  made {one.made:%Y-%m-%d %H:%M}  {counts}  {state}{by}{' (demo)' if one.demo else ''}")


@source.command()
@click.argument("name")
@click.argument("release")
def apply(name: str, release: str) -> None:
    """Apply an earlier RELEASE of the source NAME again: what learners saw then is what they see now."""
    start_django()
    from learnstead.config.deciding import settle_release, whoever  # noqa: PLC0415 - needs Django
    from learnstead.config.run_reports import report  # noqa: PLC0415 - as above
    from learnstead.flows.deciding_on_runs import reapply  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    done = reapply(source=name, release=release, by=whoever(), services=services())
    for line in (*report(done), f"  {settle_release(done)}"):
        click.echo(line)


@source.command()
@click.argument("name")
@click.argument("run", required=False, default="")
@as_json_option
def diff(name: str, run: str, *, as_json: bool) -> None:
    """Show what RUN of the source NAME changed or would change; of the one that waits when none is named."""
    start_django()
    from learnstead.config.deciding import held_run  # noqa: PLC0415 - needs Django
    from learnstead.flows.deciding_on_runs import differences  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    found = differences(run=held_run(name, run), services=services())
    if as_json:
        say_json(found)
        return
    for one in found:
        counts = one.counts
        click.echo(f"{one.scope}: {counts['added']} new, {counts['changed']} changed, {counts['removed']} removed")
        for sign, named in (("+", one.added), ("-", one.removed)):
            for record in named[:SHOWN]:
                click.echo(f"  {sign} {record.title}  ({record.key})")
        for changed in one.changed[:SHOWN]:
            click.echo(f"  ~ {changed.title}  ({changed.key})")
            for field, (before, after) in changed.fields.items():
                click.echo(f"      {field}: {_short(before)} -> {_short(after)}")


@source.command()
@click.argument("name")
@click.argument("run", required=False, default="")
@click.option("--scope", "scopes", multiple=True, help="Only this scope; may be given more than once.")
def accept(name: str, run: str, scopes: tuple[str, ...]) -> None:
    """Let through what the guard holds of RUN of the source NAME; of the only one that waits when none is named."""
    start_django()
    from learnstead.config.deciding import held_run, settle_release, whoever  # noqa: PLC0415 - needs Django
    from learnstead.flows.deciding_on_runs import accept as let_through  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    chosen = held_run(name, run)
    made = let_through(run=chosen, by=whoever(), services=services(), scopes=scopes)
    click.echo(f"{name}: release {made.id} with {made.records} records; {made.removed} are gone")
    click.echo(f"  {settle_release(services().ledger.run(chosen))}")


@source.command()
@click.argument("name")
@click.argument("run", required=False, default="")
@click.option("--scope", "scopes", multiple=True, help="Only this scope; may be given more than once.")
def reject(name: str, run: str, scopes: tuple[str, ...]) -> None:
    """Put aside what the guard holds of RUN of the source NAME; what was good stays."""
    start_django()
    from learnstead.config.deciding import held_run, whoever  # noqa: PLC0415 - needs Django
    from learnstead.flows.deciding_on_runs import reject as put_aside  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    done = put_aside(run=held_run(name, run), by=whoever(), services=services(), scopes=scopes)
    click.echo(f"{name}: what run {done.id} brought was put aside; the next run is compared with what is good")


def _short(value: object) -> str:
    return shorten(repr(value), WIDEST, placeholder="…")

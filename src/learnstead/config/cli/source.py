"""``learnstead source``: where the catalogue comes from."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from learnstead.config.cli import cli, start_django
from learnstead.kernel.errors import LearnsteadError

if TYPE_CHECKING:
    from learnstead.flows.ingest_source import Order
    from learnstead.ports.ledger import RunRecord

as_json_option = click.option("--json", "as_json", is_flag=True, help="JSON for programs.")


@cli.group()
def source() -> None:
    """See, run and check the sources of the catalogue, and decide what the guard holds."""


@source.command("list")
@as_json_option
def list_(*, as_json: bool) -> None:
    """List all sources, how each stands, and how many records it has."""
    start_django()
    from learnstead.config.sources import row  # noqa: PLC0415 - needs Django
    from learnstead.data.registry import every  # noqa: PLC0415 - reads every source, which takes a moment

    rows = [row(one) for one in every().values()]
    if as_json:
        say_json(rows)
        return
    for one in rows:
        since = f"since {one['stale_since']:%Y-%m-%d %H:%M}" if one["stale_since"] else ""
        good = f"good {one['last_good']:%Y-%m-%d %H:%M}" if one["last_good"] else ""
        line = f"{one['name']:22} {one['state']:10} {one['records']:7,}  {one['cadence']:24} {good} {since}"
        click.echo(line.rstrip())


@source.command()
@click.argument("name")
@as_json_option
def show(name: str, *, as_json: bool) -> None:
    """Show what the source NAME declares, what it needs, how it stands, and its latest runs."""
    start_django()
    from learnstead.config.sources import described  # noqa: PLC0415 - needs Django
    from learnstead.data.registry import named  # noqa: PLC0415 - as above

    said = described(named(name))
    if as_json:
        say_json(said)
        return
    for field in ("title", "state", "records", "transport", "cadence", "data", "owner", "scope", "bucket", "brittle"):
        click.echo(f"{field:10} {said[field] if said[field] not in (None, '') else '-'}")
    for setting in said["settings"]:
        state = "set" if setting["set"] else "needed" if setting["required"] else "not set"
        click.echo(f"  {setting['variable']:52} {state:8} {setting['says']}")
    for one in said["each_scope"][:40]:
        click.echo(f"  scope {one['scope']:30} {one['records']:6} records  {_standing(one)}")
    for run in said["runs"]:
        click.echo(f"  run {run['id']}  {run['outcome']:10} {run['trigger']:9} {run['message'][:80]}".rstrip())


@source.command()
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True, help="Every source, those that others read first.")
@click.option("--scope", "scopes", multiple=True, help="Only this scope; may be given more than once.")
@click.option("--now", help="The time the run is told it is, such as 2024-09-01T12:00:00Z.")
@click.option("--replay", default="", help="Send every request to this address, with its host in X-Replay-Host.")
@click.option("--objects", "folder", default="", help="A folder in place of the bucket the source reads.")
@click.option("--fresh", is_flag=True, help="Fetch what the source says is unchanged, too.")
@click.option("--dry-run", is_flag=True, help="Fetch, read and compare, and leave no trace.")
@click.option("--no-wait", is_flag=True, help="Do not wait until learn has the release.")
@as_json_option
def run(  # noqa: PLR0913 - one for each option
    name: str | None,
    scopes: tuple[str, ...],
    now: str | None,
    replay: str,
    folder: str,
    *,
    everything: bool,
    fresh: bool,
    dry_run: bool,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Run the source NAME: fetch, guard, release, and wait until learners see it.

    Exit code 0: released or unchanged; 3: something is held or failed, and the rest was released; 1: it failed.
    """
    start_django()
    from learnstead.config.sources import in_order  # noqa: PLC0415 - needs Django
    from learnstead.data.registry import every  # noqa: PLC0415 - as above
    from learnstead.flows.ingest_source import Order  # noqa: PLC0415 - as above

    if bool(name) == everything:
        raise click.UsageError("name one source, or say --all")
    order = Order(now=moment(now), replay=replay.rstrip("/"), folder=folder, only=scopes, fresh=fresh)
    names = in_order(every()) if everything else [str(name)]
    done = [_run_one(one, order, dry_run=dry_run, wait=not no_wait, as_json=as_json, go_on=everything) for one in names]
    if as_json:
        said = [one for one in done if one is not None]
        say_json(said if everything else said[0])
    sys.exit(_exit_code([one.outcome if one else "failed" for one in done], everything=everything))


@source.command()
@click.argument("name")
@click.option("--replay", default="", help="Send every request to this address, with its host in X-Replay-Host.")
@click.option("--objects", "folder", default="", help="A folder in place of the bucket the source reads.")
@click.option("--samples", is_flag=True, help="Read our own sample payloads instead of the real world.")
def check(name: str, replay: str, folder: str, *, samples: bool) -> None:
    """Check the source NAME: what it declares, what it needs, and that a dry run reads something."""
    start_django()
    if samples:
        from learnstead.config.feeds.world_of_samples import world_of_samples  # noqa: PLC0415 - as below

        with world_of_samples(name) as world:
            _check(name, *world)
    else:
        _check(name, replay, folder)


def _check(name: str, replay: str, folder: str) -> None:
    from learnstead.config.run_reports import report  # noqa: PLC0415 - as above
    from learnstead.config.sources import faults_of  # noqa: PLC0415 - needs Django
    from learnstead.data.registry import named  # noqa: PLC0415 - as above
    from learnstead.flows.ingest_source import Order  # noqa: PLC0415 - as above
    from learnstead.flows.rehearsing_a_run import rehearse  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    faults = list(faults_of(named(name), replayed=bool(replay), folder=folder))
    for fault in faults:
        click.secho(f"  {fault}", fg="red")
    if faults:
        sys.exit(1)
    click.echo(f"{name} declares what it must, and what it needs is set; fetching, to see whether it reads something:")
    done = rehearse(source=name, services=services(), order=Order(replay=replay.rstrip("/"), folder=folder)).run
    for line in report(done):
        click.echo(line)
    sys.exit(_exit_code([done.outcome], everything=False))


def _run_one(name: str, order: "Order", *, dry_run: bool, wait: bool, as_json: bool, go_on: bool) -> "RunRecord | None":
    """One source to its end; with ``go_on`` a failure is told and not raised."""
    from learnstead.config.deciding import settle_release  # noqa: PLC0415 - needs Django
    from learnstead.config.run_reports import report  # noqa: PLC0415 - as above
    from learnstead.flows.ingest_source import ingest  # noqa: PLC0415 - as above
    from learnstead.flows.rehearsing_a_run import rehearse  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    try:
        if dry_run:
            done = rehearse(source=name, services=services(), order=order).run
        else:
            done = ingest(source=name, services=services(), order=order)
    except LearnsteadError as problem:
        if not go_on:
            raise
        click.secho(f"{name}: {problem}", fg="red", err=True)
        return None
    seen = settle_release(done) if wait and done.release and not dry_run else ""
    if not as_json:
        for line in report(done):
            click.echo(line)
        if seen:
            click.echo(f"  {seen}")
    return done


def _exit_code(outcomes: Sequence[str], *, everything: bool) -> int:
    codes = {"released": 0, "unchanged": 0, "held": 3, "partly": 3, "skipped": 0 if everything else 1}
    found = {codes.get(outcome, 1) for outcome in outcomes}
    return 1 if 1 in found else max(found, default=0)


def _standing(scope: dict[str, Any]) -> str:
    if scope["held_run"]:
        return f"held since {str(scope['stale_since'])[:16]}, run {scope['held_run']}"
    if scope["stale_since"]:
        return f"stale since {str(scope['stale_since'])[:16]}"
    return f"good {str(scope['last_good'])[:16]}"


def say_json(said: Any) -> None:
    """Print JSON; times as ISO 8601."""
    import msgspec  # noqa: PLC0415 - only for programs

    click.echo(json.dumps(msgspec.to_builtins(said), indent=2))


def moment(words: str | None) -> datetime | None:
    """A time as a person writes it; in UTC unless it says otherwise."""
    if not words:
        return None
    try:
        found = datetime.fromisoformat(words)
    except ValueError as problem:
        raise click.BadParameter(f"{words!r} is no time such as 2024-09-01T12:00:00Z") from problem
    return found if found.tzinfo else found.replace(tzinfo=UTC)

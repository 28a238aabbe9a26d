"""``learnstead source drill``."""

import sys

import click

from learnstead.config.cli import start_django
from learnstead.config.cli.source import as_json_option, say_json, source


@source.command()
@click.argument("name")
@click.argument("fault", default="all")
@click.option("--scope", "scopes", multiple=True, help="Only the answers of this scope; may be given more than once.")
@click.option("--demo", is_flag=True, help="Begin with our own sample payloads, even if the source has run.")
@as_json_option
def drill(name: str, fault: str, scopes: tuple[str, ...], *, demo: bool, as_json: bool) -> None:
    """Show what the source NAME would make of a FAULT: 503, truncated, html, changed-ids…, or all of them.

    What it answered last is served again with the fault in it, to the real client and the real guard, and compared
    with what a loader would do that believes everything. Nothing is remembered. Exit code 1: learners lost something.
    """
    start_django()
    from learnstead.config import drilling  # noqa: PLC0415 - needs Django
    from learnstead.data.drills import faults  # noqa: PLC0415 - as above
    from learnstead.data.registry import named  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    chosen = list(faults.FAULTS) if fault == "all" else [faults.named(fault)]
    ground, what = drilling.ground_of(named(name), services(), demo=demo)
    done = []
    if not as_json:
        click.echo(f"Beginning with {what}: {sum(len(good) for good in ground.good.values())} records.")
        if len(chosen) > 1:
            click.echo(f"{'fault':16} {'a plain loader loses':16} {'we lose':>8} {'run':>5}")
    for one in chosen:
        drilled = ground.drill(one, only=scopes)
        done.append(drilled)
        if not as_json:
            for line in [drilling.in_short(drilled)] if len(chosen) > 1 else drilling.report(drilled):
                click.echo(line)
    if as_json:
        rows = [drilling.row(drilled) for drilled in done]
        say_json(rows if fault == "all" else rows[0])
    sys.exit(0 if all(drilled.harmless for drilled in done) else 1)

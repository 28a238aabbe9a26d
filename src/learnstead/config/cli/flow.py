"""``learnstead flow``: the stories that cross contexts."""

import json
from typing import TYPE_CHECKING, Any

import click

from learnstead.config.cli import cli, start_django

if TYPE_CHECKING:
    from learnstead.flows.running import Flow


@cli.group()
def flow() -> None:
    """List the stories the platform tells, and play one through for real."""


@flow.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array for programs.")
def list_(*, as_json: bool) -> None:
    """List all flows with their steps."""
    start_django()
    from learnstead.flows.table import FLOWS  # noqa: PLC0415 - needs Django

    if as_json:
        click.echo(json.dumps([_described(one) for one in FLOWS.values()], indent=2))
        return
    for one in FLOWS.values():
        click.echo(f"{one.name}: {one.title} (starts with: {one.starts_with})")
        for step in one.steps:
            later = " [asynchronous]" if step.run is None else ""
            click.echo(f"  {step.name:12} {step.says}{later}")


@flow.command()
@click.argument("name")
@click.option("--site", help="The course, or the source, to play it on; any, unless given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def replay(name: str, site: str | None, *, as_json: bool) -> None:
    """Play the flow NAME through for real, and print each step, its time, and whether it was asynchronous."""
    start_django()
    from learnstead.flows.replaying import REPLAYS  # noqa: PLC0415 - needs Django
    from learnstead.flows.table import FLOWS  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - needs Django

    if name not in REPLAYS:
        raise click.BadParameter(f"there is no flow {name!r}; there are {', '.join(REPLAYS)}")
    done = {step.step: step for step in REPLAYS[name](site=site, services=services())}
    rows = [
        {
            "step": step.name,
            "seconds": round(done[step.name].seconds, 3) if step.name in done else None,
            "asynchronous": step.run is None,
            "result": dict(done[step.name].result) if step.name in done else {},
        }
        for step in FLOWS[name].steps
    ]
    if as_json:
        click.echo(json.dumps({"flow": name, "steps": rows}, indent=2))
        return
    for row in rows:
        time = "not done" if row["seconds"] is None else f"{row['seconds']:8.3f} s"
        click.echo(f"  {row['step']:12} {time:>10}  {'asynchronous' if row['asynchronous'] else ''}".rstrip())


def _described(one: "Flow[Any]") -> dict[str, Any]:
    steps = [{"name": step.name, "says": step.says, "asynchronous": step.run is None} for step in one.steps]
    return {"name": one.name, "title": one.title, "starts_with": one.starts_with, "steps": steps}

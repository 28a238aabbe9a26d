"""Write ``docs/reference/flows.md`` from the flows and the table of states, so that the pictures cannot drift."""

import inspect
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from learnstead.flows.running import Flow

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "flows.md"
HEAD = """# Flows

<!-- Written by `make docs` from src/learnstead/flows and studio/domain/build_states.py; edit those instead. -->

A flow is a story that crosses the parts of the platform, as a list of steps. Finished steps are recorded; a flow
whose worker was killed resumes at the step that was not finished. Amber steps with dashed arrows are asynchronous:
nobody waits for them. `learnstead flow replay NAME` plays one through for real and prints each step with its time.
"""


def load() -> None:
    """Importing flows needs Django's settings, though no database and no secrets."""
    for name in ("DATABASE_URL", "LEARNSTEAD_SECRET_KEY", "LEARNSTEAD_WEBHOOK_KEYS"):
        os.environ.setdefault(name, "postgresql:///unused")
    os.environ["DJANGO_SETTINGS_MODULE"] = "learnstead.config.settings"
    django.setup()


def page() -> str:
    """The whole page."""
    from learnstead.flows import table  # noqa: PLC0415 - after Django is set up

    return "\n".join([HEAD, *(line for flow in table.FLOWS.values() for line in story(flow)), *states()])


def story(flow: "Flow[Any]") -> Iterator[str]:
    """One flow: what it is about, its picture, its steps."""
    run = next((step.run for step in flow.steps if step.run), None)
    about = inspect.getdoc(inspect.getmodule(run)) or ""
    yield f"## {flow.title}\n\n`{flow.name}`, starts with: {flow.starts_with}\n\n{about}\n"
    yield from picture(flow)
    yield "| step | | |\n|---|---|---|"
    yield from (f"| {step.name} | {step.says} | {'' if step.run else 'asynchronous'} |" for step in flow.steps)
    yield ""


def picture(flow: "Flow[Any]") -> Iterator[str]:
    """The steps as a chain; what nobody waits for hangs off it."""
    yield "```mermaid\nflowchart LR\n  start([" + flow.starts_with + "])"
    before = "start"
    for number, step in enumerate(flow.steps):
        if step.run:
            yield f"  {before} --> s{number}[{step.name}]"
            before = f"s{number}"
        else:
            yield f"  {before} -.-> s{number}[{step.name}]"
            yield f"  style s{number} stroke:#c77700,stroke-dasharray:4"
    yield "```\n"


def states() -> Iterator[str]:
    """What can become of a build."""
    from learnstead.studio.domain.build_states import MOVES  # noqa: PLC0415 - after Django is set up

    yield "## What can become of a build\n\n```mermaid\nstateDiagram-v2\n  [*] --> queued"
    for state, after in MOVES.items():
        yield from (f"  {state.value} --> {to.value}" for to in sorted(after))
        if not after:
            yield f"  {state.value} --> [*]"
    yield "```\n"


if __name__ == "__main__":
    load()
    if sys.argv[1:] == ["--check"]:
        sys.exit(PAGE.read_text() != page() and "docs/reference/flows.md is old: run `make docs`")
    PAGE.write_text(page())

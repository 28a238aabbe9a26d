"""Write ``docs/reference/commands.md`` from the commands themselves, so that it cannot drift."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import click

from learnstead.config import cli as commands

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

<!-- Written by `make docs` from the commands themselves; edit their help texts instead. -->

`make` has the commands for working on Learnstead (`make` alone lists them). Everything else is `.venv/bin/learnstead`.
A command that fails says what it tried and what to do next, and ends with code 1; one called wrongly, with code 2.
Commands without `--data` find theirs with `LEARNSTEAD_DATA`; see [settings](settings.md).
"""


def page() -> str:
    """The whole page."""
    for module in iter_modules(commands.__path__):
        import_module(f"{commands.__name__}.{module.name}")
    sections = ["\n".join(section(command, name)) for name, command in leaves(commands.cli, "learnstead")]
    return "\n".join([HEAD, *sections])


def leaves(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its full name."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from leaves(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def section(command: click.Command, name: str) -> Iterator[str]:
    """One command: how to call it, what it does, its options."""
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    yield f"## {name}\n"
    yield f"`{usage}`\n"
    yield f"{' '.join((command.help or '').split())}\n"
    options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    rows = [record for option in options if "--help" not in option.opts and (record := option.get_help_record(context))]
    if rows:
        yield "| option | |\n|---|---|"
        yield from (f"| `{words.replace('|', ' or ')}` | {' '.join(text.split())} |" for words, text in rows)
        yield ""


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(PAGE.read_text() != page() and "docs/reference/commands.md is old: run `make docs`")
    PAGE.write_text(page())

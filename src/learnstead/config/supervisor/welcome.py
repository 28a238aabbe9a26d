"""The words of welcome: where to go, how to sign in, where things lie."""

from pathlib import Path

import click

from learnstead.config.supervisor.installation import Installation


def welcome(data: Path, url: str, installation: Installation) -> str:
    """What a person sees when everything is up."""
    lines = [
        ("Learnstead is ready", click.style(url, bold=True)),
        *_sign_in(installation),
        *_orchestrator(installation),
        ("Data", str(data)),
        ("Stop", "Ctrl-C here, or `learnstead down`"),
    ]
    return "\n".join(["", *(f"  {name:<21}{value}" for name, value in lines), ""])


def _sign_in(installation: Installation) -> list[tuple[str, str]]:
    accounts = installation.settings.get("accounts", [])
    if not accounts:
        return []
    names = ", ".join(f"{name} ({role})" for name, role in accounts)
    return [("Sign in as", names), ("Password", installation.settings["demo_password"])]


def _orchestrator(installation: Installation) -> list[tuple[str, str]]:
    url = installation.settings.get("dagster_url")
    return [("Dagster", f"{url} (in some seconds; this machine only)")] if url else []

"""Dagster's three processes: our definitions, its pages, and the daemon that keeps the schedules.

Its pages have no sign-in, so they listen on this machine only. Its memory is a schema of our PostgreSQL.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from learnstead.config.supervisor.child import Program
from learnstead.config.supervisor.programs import answers, options
from learnstead.config.supervisor.record import write_private

HERE = "127.0.0.1"
DEFINITIONS = "learnstead.config.orchestration.definitions"
SCHEMA = "dagster"
MOST_RUNS = 2


@dataclass(frozen=True)
class Place:
    """Where Dagster keeps its settings, and the ports of its pages and of our definitions."""

    home: Path
    pages_port: int
    code_port: int

    @property
    def url(self) -> str:
        """The address of its pages."""
        return f"http://{HERE}:{self.pages_port}"

    def write(self, *, database_url: str) -> None:
        """Write the two files it reads; the first holds the database's password."""
        self.home.mkdir(parents=True, exist_ok=True)
        write_private(self.home / "dagster.yaml", yaml.safe_dump(_instance(database_url, self.home)))
        where = {"host": HERE, "port": self.code_port, "location_name": "learnstead"}
        write_private(self.home / "workspace.yaml", yaml.safe_dump({"load_from": [{"grpc_server": where}]}))


def programs(place: Place, environment: Mapping[str, str]) -> tuple[Program, ...]:
    """In the order they need each other; each waits for the others by itself, with many words that trouble nobody."""
    environment = {**environment, "DAGSTER_HOME": str(place.home), "DAGSTER_DISABLE_TELEMETRY": "1"}
    workspace = ("-w", str(place.home / "workspace.yaml"))
    code = ("api", "grpc", "-m", DEFINITIONS, "--host", HERE, "--port", str(place.code_port), "--location-name", SCHEMA)
    pages = ("-h", HERE, "-p", str(place.pages_port), *workspace)
    return (
        _program("dagster-code", ("-m", "dagster", *code), environment),
        Program(
            name="dagster-pages",
            command=(sys.executable, "-m", "dagster_webserver", *pages),
            is_ready=lambda: answers(HERE, place.pages_port, "/server_info"),
            options=options(environment),
            patience=5.0,
            quiet=True,
        ),
        _program("dagster-daemon", ("-m", "dagster._daemon", "run", *workspace), environment),
    )


def _program(name: str, command: tuple[str, ...], environment: Mapping[str, str]) -> Program:
    return Program(
        name=name,
        command=(sys.executable, *command),
        is_ready=lambda: True,
        options=options(environment),
        patience=10.0,
        quiet=True,
    )


def _instance(database_url: str, home: Path) -> dict[str, object]:
    separator = "&" if "?" in database_url else "?"
    url = f"{database_url}{separator}options=-csearch_path%3D{SCHEMA}"
    return {
        "telemetry": {"enabled": False},
        "storage": {"postgres": {"postgres_url": url, "should_autocreate_tables": True}},
        "concurrency": {
            "runs": {
                "max_concurrent_runs": MOST_RUNS,
                "tag_concurrency_limits": [
                    {"key": "source", "limit": 1, "value": {"applyLimitPerUniqueValue": True}},
                ],
            }
        },
        "run_monitoring": {"enabled": True, "start_timeout_seconds": 300},
        "run_retries": {"enabled": True, "max_retries": 1, "retry_on_asset_or_op_failure": False},
        "retention": {
            "schedule": {"purge_after_days": 7},
            "sensor": {"purge_after_days": 7},
        },
        "local_artifact_storage": {
            "module": "dagster._core.storage.root",
            "class": "LocalArtifactStorage",
            "config": {"base_dir": str(home)},
        },
    }

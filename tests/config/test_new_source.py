"""A new source works before anybody has touched it."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from learnstead.config.feeds.routes import load
from learnstead.config.feeds.server import serving
from learnstead.config.new_source import KINDS, SOURCES, CannotMake, Wanted, write
from tests.data.running import run_source

CHECKOUT = Path(__file__).resolve().parents[2]
TITLES = {
    "json": ["Reading the Tides", "Bread, Yeast and Time"],
    "csv": ["Reading the Tides", "Bread, Yeast and Time"],
    "rss": ["News of City library", "A library opens its doors", "How a class mapped its street"],
    "amb": ["Reading the Tides", "Bread, Yeast and Time"],
    "oai-pmh": ["Notes on Tides", "A Field Guide to Yeast"],
}


def wanted(kind="rss", **other):
    said = {"name": "city_library", "title": "City library", "address": "https://library.example.org/feed"}
    return Wanted(kind=kind, **said | other)


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / SOURCES).mkdir(parents=True)
    (tmp_path / SOURCES / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_its_sample_and_proves_that_it_is_whole(checkout, kind):
    source, test, routes = write(wanted(kind), root=checkout)
    spec = importlib.util.spec_from_file_location("city_library", source)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)

    with serving(load([routes.parent])) as world:
        ran = run_source(made.SOURCE, folder=checkout / "run", replay=world.url, settings={})

    (report,) = ran.journal.scopes
    assert not report.failed
    assert bool(report.complete) == (kind != "rss")
    assert [record.title for record in ran.records] == TITLES[kind]
    assert not ran.quarantined
    assert all(f'"{title}"' in test.read_text() for title in TITLES[kind])
    assert "library.example.org" in yaml.safe_load(routes.read_text())[0]["host"]


def test_what_is_written_keeps_the_rules_of_the_house(checkout):
    files = []
    for kind in KINDS:
        files += write(wanted(kind, name=f"city_{kind[:3]}"), root=checkout)[:2]
    configured = ["--config", CHECKOUT / "pyproject.toml", "--no-cache"]
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *configured, *files],
            capture_output=True, text=True, check=False, cwd=checkout,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"name": "City"}, "small letters"),
        ({"name": "../evil"}, "small letters"),
        ({"kind": "soap"}, "rss, json, csv"),
        ({"address": "library"}, "is not an address"),
        ({"title": 'a "b"'}, "quotation marks"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(checkout, other, says):
    with pytest.raises(CannotMake, match=says):
        write(wanted(**other), root=checkout)
    assert [path.name for path in (checkout / SOURCES).iterdir()] == ["__init__.py"]


def test_a_source_that_is_there_is_not_overwritten(checkout):
    write(wanted(), root=checkout)
    with pytest.raises(CannotMake, match="already"):
        write(wanted("csv"), root=checkout)

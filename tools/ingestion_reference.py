"""Write ``docs/reference/ingestion.md`` and ``contract.schema.json`` from the declarations and the contract."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from learnstead.data import registry
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts.records import json_schema
from learnstead.kernel.contracts.version import VERSION

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
PAGE, SCHEMA = REFERENCE / "ingestion.md", REFERENCE / "contract.schema.json"
HEAD = f"""# Ingestion sources

<!-- Written by `make docs` from src/learnstead/data/sources; edit the declarations instead. -->

Every external source the catalogue is gathered from, with transport and cadence (UTC). ⚠️ marks brittle linkages; the
reason is below. Version {VERSION} of the [contract](contract.schema.json) says what a source must yield; where our
results differ from those of the production system, [sources](sources.md) says why.

| Source | Transport | Cadence | Data | Source of truth |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    sources = sorted(registry.every().values(), key=lambda source: source.title.casefold())
    rows = "\n".join(row(source) for source in sources)
    return "\n".join([HEAD + rows, "", *(line for source in sources for line in details(source))])


def row(source: Source) -> str:
    """One line of the table, in the columns of the seed tables."""
    mark = "⚠️ " if source.brittle else ""
    path = f"src/learnstead/data/sources/{source.name}.py"
    cells = (mark + source.title, source.transport, source.cadence, source.data, f"[{source.name}](../../{path})")
    return f"| {' | '.join(cells)} |"


def details(source: Source) -> Iterator[str]:
    """What does not fit into the table."""
    limits = source.thresholds
    yield f"## {source.title}\n"
    unit = f"Fetched, guarded and applied for each {source.scope} on its own."
    yield f"`{source.name}`, owned by {source.owner}. {unit}\n"
    if source.brittle:
        yield f"⚠️ Brittle: {source.brittle}.\n"
    yield f"- Schedules: {', '.join(f'`{line}`' for line in source.schedules) or 'none; see the cadence'}"
    yield f"- Stale after: {source.stale_after.total_seconds() / 3600:.0f} hours without a good run"
    yield f"- Hosts: {', '.join(source.hosts) or 'none'}"
    if source.bucket:
        yield f"- Bucket: {source.bucket}, or the one that `LEARNSTEAD_SOURCE_{source.name.upper()}_BUCKET` names"
    if source.after:
        yield f"- Reads the last good records of: {', '.join(source.after)}"
    gone = f"after {limits.absent_runs} healthy, complete runs without it" if limits.absent_runs else "at once"
    yield f"- An item that is no longer listed is gone {gone}"
    yield f"- Held when more than {limits.most_missing:.0%} are missing or {limits.most_quarantined:.0%} unreadable"
    yield from (f"- {words(setting, source)}" for setting in source.settings)
    yield ""


def words(setting: Setting, source: Source) -> str:
    """One setting."""
    name = f"LEARNSTEAD_SOURCE_{source.name}_{setting.name}".upper()
    marks = [word for word, holds in (("required", setting.required), ("secret", setting.secret)) if holds]
    default = f"; default `{setting.default}`" if setting.default else ""
    needs = f" ({', '.join(marks)})" if marks else ""
    return f"`{name}`: {setting.says}{needs}{default}"


def schema() -> str:
    """The contract for anybody's validator."""
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Records, version {VERSION}"}
    return json.dumps({**described, **json_schema()}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    made = {PAGE: page(), SCHEMA: schema()}
    if sys.argv[1:] == ["--check"]:
        old = [path.name for path, text in made.items() if not path.is_file() or path.read_text() != text]
        sys.exit(f"{', '.join(old)} in docs/reference: run `make docs`" if old else 0)
    for path, text in made.items():
        path.write_text(text)

"""What a person is told of a run of a source, and what to do next."""

from collections.abc import Iterator

from learnstead.ports.ledger import RunRecord, ScopeResult

SHOWN_SCOPES = 20
SHOWN_NOTES = 10


def report(run: RunRecord) -> Iterator[str]:
    """What a person wants to know of a run."""
    took = f", {(run.finished - run.started).total_seconds():.1f} s" if run.finished else ""
    yield f"{run.source}: {run.outcome} (run {run.id}, {run.requests} requests, {run.bytes:,} bytes{took})"
    notable = [result for result in run.scopes if result.outcome != "unchanged" or result.findings or result.reason]
    for result in notable[:SHOWN_SCOPES]:
        yield f"  {line_of(result)}"
        yield from (f"    {'held: ' if finding.holds else ''}{finding.says}" for finding in result.findings)
    if len(notable) > SHOWN_SCOPES:
        yield f"  … and {len(notable) - SHOWN_SCOPES} more scopes"
    if quiet := len(run.scopes) - len(notable):
        yield f"  {quiet} unchanged"
    notes = run.message.splitlines()
    yield from (f"  {words}" for words in notes[:SHOWN_NOTES])
    if len(notes) > SHOWN_NOTES:
        yield f"  … and {len(notes) - SHOWN_NOTES} more notes; --json has them"
    yield from (f"  {words}" for words in advice(run))


def advice(run: RunRecord) -> Iterator[str]:
    """What to do next."""
    outcomes = {result.outcome for result in run.scopes}
    if "held" in outcomes:
        command = f"learnstead source {{}} {run.source} {run.id}"
        yield f"Learners still see what was good last. '{command.format('diff')}' shows the difference;"
        yield f"'{command.format('accept')}' lets it through, '{command.format('reject')}' puts it aside."
    if any(result.outcome == "failed" and result.records for result in run.scopes):
        yield "Learners still see what was good last; the next run tries again, and nothing needs to be cleaned up."


def line_of(result: ScopeResult) -> str:
    """One scope in a line."""
    counts = {
        "new": result.added,
        "changed": result.changed,
        "removed": result.removed,
        "missing, carried on": result.missing,
        "quarantined": result.quarantined,
    }
    said = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    reason = result.reason if result.outcome != "held" else ""
    return f"{result.scope}: {result.outcome}, {result.records} records" + "".join(
        f"; {words}" for words in (said, reason) if words
    )

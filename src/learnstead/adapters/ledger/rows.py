"""Between the ledger's values and rows of its tables."""

from dataclasses import asdict, fields
from typing import Any, TypeVar

from django.db.models import Model

from learnstead.adapters.ledger.models import Release, Run, Scope
from learnstead.ports.ledger import (
    Finding,
    Outcome,
    ReleaseRecord,
    RunRecord,
    ScopeOutcome,
    ScopeResult,
    ScopeState,
)

Value = TypeVar("Value", RunRecord, ScopeState, ReleaseRecord)


def columns(value: RunRecord | ScopeState | ReleaseRecord) -> dict[str, Any]:
    """What a row of this value holds."""
    return asdict(value)


def run_of(row: Run) -> RunRecord:
    """A run from its row."""
    said = _said(row, RunRecord)
    return RunRecord(
        **{
            **said,
            "outcome": Outcome(row.outcome),
            "only": tuple(row.only),
            "scopes": tuple(_result(one) for one in row.scopes),
            "steps": tuple((name, seconds) for name, seconds in row.steps),
        }
    )


def scope_of(row: Scope) -> ScopeState:
    """A scope from its row."""
    return ScopeState(**_said(row, ScopeState))


def release_of(row: Release) -> ReleaseRecord:
    """A release from its row."""
    return ReleaseRecord(**_said(row, ReleaseRecord))


def _said(row: Model, kind: type[Value]) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(kind)}


def _result(said: dict[str, Any]) -> ScopeResult:
    findings = tuple(Finding(**one) for one in said["findings"])
    return ScopeResult(**{**said, "outcome": ScopeOutcome(said["outcome"]), "findings": findings})

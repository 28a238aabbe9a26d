"""What the guard decided about a run: kept beside the candidates for the release step, and for a person to see."""

from datetime import datetime

import msgspec

from learnstead.data.guard.good import file_of
from learnstead.ports.ledger import ScopeResult, ScopeState
from learnstead.ports.objects import NoSuchObject, ObjectStore


class ScopeVerdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One scope. ``base`` is the release it was compared with.

    ``after`` is what will be known of the scope when the run is settled; ``accepted`` what will be when a person lets
    a held candidate through. ``gone``: the whole scope is. ``file`` is the object with its lines, if there are any.
    """

    result: ScopeResult
    base: str
    after: ScopeState
    accepted: ScopeState | None = None
    file: str = ""
    gone: bool = False


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All scopes of a run."""

    source: str
    run: str
    made: datetime
    scopes: list[ScopeVerdict]
    notes: list[str] = []


class KeptQuarantined(msgspec.Struct, frozen=True, omit_defaults=True):
    """data.normalising.Quarantined as it is kept."""

    scope: str
    reason: str
    payload: str
    key: str = ""
    excerpt: str = ""


def candidate_prefix(source: str, run: str) -> str:
    """Where a run's candidates lie."""
    return f"candidates/{source}/{run}"


def candidate_key(source: str, run: str, scope: str) -> str:
    """The object with the lines of a held scope."""
    return f"{candidate_prefix(source, run)}/{file_of(scope)}"


def keep_verdict(objects: ObjectStore, verdict: Verdict) -> None:
    """Write it; the last object of the guard's step."""
    objects.put(_key(verdict.source, verdict.run), msgspec.json.encode(verdict))


def verdict_of(objects: ObjectStore, source: str, run: str) -> Verdict | None:
    """What was decided; None while nothing was."""
    try:
        return msgspec.json.decode(objects.get(_key(source, run)), type=Verdict)
    except NoSuchObject:
        return None


def quarantined_of(objects: ObjectStore, source: str, run: str) -> list[KeptQuarantined]:
    """What could not become records in a run, with reasons; the first few hundred of each scope."""
    try:
        return msgspec.json.decode(objects.get(quarantined_key(source, run)), type=list[KeptQuarantined])
    except NoSuchObject:
        return []


def quarantined_key(source: str, run: str) -> str:
    """The object with what could not become records."""
    return f"{candidate_prefix(source, run)}/quarantined.json"


def _key(source: str, run: str) -> str:
    return f"{candidate_prefix(source, run)}/verdict.json"

"""What the guard looks for. Each check says what it noticed, in words for the person who decides."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from learnstead.data.guard.comparison import Comparison, allowed
from learnstead.data.guard.moments import shift
from learnstead.data.guard.vital import FIELDS, PUBLISHED, share
from learnstead.ports.ledger import Finding

# A field is expected when this part of the last good records has it, in a source of at least so many records.
EXPECTED, FEWEST = 0.5, 2
# Growth is only suspicious when it is not a handful.
SOME = 20
SOON = timedelta(days=3)
# So many records tell whether all times moved.
LOOKED_AT = 200
# The fields that even a site whose listing is the whole truth cannot lose from all of its pages.
INDISPENSABLE = ("title", "url")
# How the keys of what is inside courses begin.
INSIDE = ("file:", "tutor:")


def findings_of(seen: Comparison, *, clock: datetime) -> Iterator[Finding]:
    """Everything noticed about one scope. One that nothing was good of yet is only looked at for itself."""
    yield from _empty(seen)
    yield from _quarantine(seen)
    yield from _repeated(seen)
    if seen.first or not seen.stage.records:
        return
    yield from _missing(seen)
    yield from _growth(seen)
    yield from _fills(seen)
    yield from _damage(seen)
    yield from _unpublished(seen, clock)
    yield from _moments(seen)


def _empty(seen: Comparison) -> Iterator[Finding]:
    stage = seen.stage
    if stage.records or stage.quarantined_count or (seen.taken_back and not seen.missing):
        return
    if seen.first and not seen.thresholds.may_be_empty:
        yield Finding("empty", "nothing came, and nothing came before; is this the right address?", holds=True)
    elif seen.good and not seen.whole_truth:
        says = f"nothing came where {_records(len(seen.good))} were; an empty feed is not taken for an empty world"
        yield Finding("empty", says, holds=True, numbers={"before": len(seen.good), "now": 0})


def _quarantine(seen: Comparison) -> Iterator[Finding]:
    bad, total = seen.stage.quarantined_count, seen.stage.quarantined_count + len(seen.stage.records)
    if not bad:
        return
    limit = max(allowed(seen.thresholds.most_quarantined, total), seen.state.quarantined)
    reasons = "; ".join(dict.fromkeys(problem.reason[:120] for problem in islice(seen.stage.quarantined, 3)))
    says = f"{bad} of {total} could not be read, {limit} may: {reasons}"
    holds = bad > limit or bad == total
    yield Finding("quarantine", says, holds=holds, numbers={"quarantined": bad, "of": total, "limit": limit})


def _repeated(seen: Comparison) -> Iterator[Finding]:
    if seen.stage.repeated:
        yield Finding("repeated", f"{_records(seen.stage.repeated)} came twice, the same; taken once")


def _missing(seen: Comparison) -> Iterator[Finding]:
    """Too many at once; or ids that changed wholesale, which looks the same and needs other words; or erosion."""
    if seen.whole_truth:
        yield from _renamed_resources(seen)
        return
    if not seen.good:
        return
    missing, before, limits = len(seen.missing), len(seen.good), seen.thresholds
    limit = allowed(limits.most_missing, before)
    renamed = min(missing, len(seen.added))
    numbers = {"missing": missing, "before": before, "limit": limit, "new": len(seen.added)}
    if renamed > allowed(limits.most_changed_keys, before):
        says = f"{missing} of {before} are missing and {len(seen.added)} new ones came: did the source change its ids?"
        yield Finding("ids", says, holds=True, numbers=numbers)
    elif missing > limit:
        proof = seen.report.complete or "nothing proves that the feed is whole"
        says = f"{missing} of {before} are missing at once, {limit} may be ({proof})"
        yield Finding("missing", says, holds=True, numbers=numbers)
    elif missing and not seen.proven:
        says = f"{missing} of {before} did not come, and nothing proves that the feed is whole; they stay"
        yield Finding("unproven", says, numbers=numbers)
    usual = seen.usual - len(seen.taken_back)
    if missing <= limit and usual - seen.came > max(allowed(limits.most_missing, usual), missing):
        says = f"{seen.came} came where {usual:.0f} are usual: it shrinks a little in every run"
        yield Finding("volume", says, holds=True, numbers={"now": seen.came, "usual": usual})


def _renamed_resources(seen: Comparison) -> Iterator[Finding]:
    """Even where what is not listed is gone: resources of which most have another name at once were renamed.

    Pages and files inside a course may be: their authors do that, and nobody keeps a list of them.
    """
    before, missing, new = (_resources(keys) for keys in (seen.good, seen.missing, seen.added))
    if min(missing, new) > allowed(seen.thresholds.most_changed_keys, before):
        says = f"{missing} of {before} resources are missing and {new} new ones came: did the source change its ids?"
        yield Finding("ids", says, holds=True, numbers={"missing": missing, "before": before, "new": new})


def _resources(keys: Iterable[str]) -> int:
    return sum(not key.startswith(INSIDE) for key in keys)


def _growth(seen: Comparison) -> Iterator[Finding]:
    now, usual = len(seen.stage.records), max(seen.usual, 1.0)
    if not seen.whole_truth and now > usual * seen.thresholds.most_growth and now - usual > SOME:
        says = f"{now} came where {usual:.0f} are usual; is this more than our part of the feed?"
        yield Finding("growth", says, holds=True, numbers={"now": now, "usual": usual})


def _fills(seen: Comparison) -> Iterator[Finding]:
    """Fields that most records had, and now few have: the feed changed its shape."""
    before, now = seen.state.fills, seen.fills
    fields = INDISPENSABLE if seen.thresholds.absent_runs == 0 else FIELDS
    for kind in [name for name in before if "." not in name and now.get(name)]:
        for name in fields:
            had, has = share(before, kind, name), share(now, kind, name)
            enough = before.get(f"{kind}.{name}", 0) >= FEWEST
            if enough and had >= EXPECTED and has < seen.thresholds.least_fill * had:
                says = f"{name} is empty in most of what came ({kind}: {has:.0%} have it, {had:.0%} did)"
                yield Finding("fields", says, holds=True, numbers=_numbers(before, now, kind, name))


def _damage(seen: Comparison) -> Iterator[Finding]:
    damaged, total = seen.stage.damaged, len(seen.stage.records)
    before = seen.state.fills.get("damaged", 0)
    if damaged > before and damaged - before > allowed(seen.thresholds.most_quarantined, total):
        says = f"the text of {_records(damaged)} was decoded wrongly ({before} before): has its encoding changed?"
        yield Finding("encoding", says, holds=True, numbers={"damaged": damaged, "before": before, "of": total})


def _unpublished(seen: Comparison, clock: datetime) -> Iterator[Finding]:
    """Many at once that the feed says are not for the public any more.

    The clock does this too, so it counts only when the feed itself changed within days.
    """
    last = seen.state.clock
    if seen.whole_truth or last is None or not timedelta(0) <= clock - last <= SOON:
        return
    if payloads_digest(seen.stage.payloads) == seen.state.payloads:
        return
    for kind in [name for name in seen.state.fills if "." not in name]:
        had, has = share(seen.state.fills, kind, PUBLISHED), share(seen.fills, kind, PUBLISHED)
        total = seen.fills.get(kind, 0)
        lost = round((had - has) * total)
        if total and lost > allowed(seen.thresholds.most_missing, had * total):
            says = f"{lost} of {total} ({kind}) would be unpublished at once, though they are in the feed"
            numbers = _numbers(seen.state.fills, seen.fills, kind, PUBLISHED)
            yield Finding("unpublished", says, holds=True, numbers=numbers)


def _moments(seen: Comparison) -> Iterator[Finding]:
    """All dates moved by the same few hours."""
    if seen.whole_truth or len(seen.changed) * 2 <= len(seen.good):
        return
    moved = shift(seen.bodies(sorted(seen.changed)[:LOOKED_AT]))
    if moved:
        hours = moved.total_seconds() / 3600
        says = f"all times moved by {hours:+g} hours at once: did the feed change its time zone?"
        yield Finding("times", says, holds=True, numbers={"hours": hours, "changed": len(seen.changed)})


def payloads_digest(payloads: set[str]) -> str:
    """One name for a set of payloads."""
    return sha256("".join(sorted(payloads)).encode()).hexdigest()


def _numbers(before: Mapping[str, int], now: Mapping[str, int], kind: str, name: str) -> dict[str, int]:
    return {
        "had": before.get(f"{kind}.{name}", 0),
        "of before": before.get(kind, 0),
        "has": now.get(f"{kind}.{name}", 0),
        "of now": now.get(kind, 0),
    }


def _records(number: int) -> str:
    return "1 record" if number == 1 else f"{number} records"

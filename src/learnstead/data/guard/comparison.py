"""One scope as it came, beside what was good last."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from learnstead.data.guard.good import GoodLine
from learnstead.data.guard.moments import Body
from learnstead.data.guard.staging import Stage
from learnstead.data.guard.vital import count
from learnstead.data.snapshot import ScopeReport
from learnstead.data.source import Thresholds
from learnstead.ports.ledger import ScopeState


@dataclass(frozen=True)
class Comparison:
    """What the checks look at. ``good`` are the last good lines; ``state`` is fresh when nothing was good yet.

    ``bodies`` reads the records of some keys, as they were and as they came.
    """

    report: ScopeReport
    stage: Stage
    state: ScopeState
    thresholds: Thresholds
    good: Mapping[str, GoodLine]
    bodies: Callable[[Sequence[str]], Iterator[tuple[Body, Body]]]

    @property
    def first(self) -> bool:
        """Whether there is nothing to compare with."""
        return not self.state.release

    @property
    def whole_truth(self) -> bool:
        """Whether what is not listed is gone: the source is declared so, and this listing is proven complete."""
        return self.thresholds.absent_runs == 0 and self.proven

    @property
    def proven(self) -> bool:
        """Whether something proves that nothing is missing from what was fetched."""
        return bool(self.report.complete)

    @cached_property
    def taken_back(self) -> set[str]:
        """Last good keys that the source itself says are gone."""
        return {key for key in self.stage.gone if key in self.good and key not in self.stage.records}

    @cached_property
    def kept_quarantined(self) -> set[str]:
        """Last good keys whose item came but could not be read."""
        return {key for key in self.stage.quarantined_keys if key in self.good and key not in self.stage.records}

    @cached_property
    def missing(self) -> set[str]:
        """Last good keys that nobody said anything about."""
        said = self.stage.records.keys() | self.taken_back | self.kept_quarantined
        return set(self.good) - said

    @cached_property
    def added(self) -> set[str]:
        """Keys that were not there."""
        return set(self.stage.records) - set(self.good)

    @cached_property
    def changed(self) -> set[str]:
        """Keys whose record differs."""
        records = self.stage.records
        return {key for key, line in self.good.items() if key in records and records[key].digest != line.digest}

    @property
    def came(self) -> int:
        """How many records came, those that could not be read and are kept included."""
        return len(self.stage.records) + len(self.kept_quarantined)

    @cached_property
    def usual(self) -> float:
        """How many records healthy runs bring: the median of the latest."""
        return float(median(self.state.history)) if self.state.history else float(len(self.good))

    @cached_property
    def fills(self) -> dict[str, int]:
        """How many of what came have each vital field; of the records known before, when most of those came."""
        records = self.stage.records
        known = [records[key] for key in self.good if key in records]
        looked_at = known if len(known) * 2 >= len(self.good) and known else list(records.values())
        return count((one.kind, one.mask) for one in looked_at)


def allowed(share: float, of: float) -> int:
    """How many of so many may differ: a share, and always one, so that a small feed can lose an item."""
    return max(1, int(share * of))

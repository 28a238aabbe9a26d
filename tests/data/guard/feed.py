"""A source of our own that brings whatever a test says, through the real steps, into a ledger in memory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from learnstead.adapters.ledger.memory import MemoryLedger
from learnstead.adapters.objects.folder import FolderStore
from learnstead.data import ingestion
from learnstead.data.guard.good import LastGood
from learnstead.data.normalising import Candidate, Quarantined
from learnstead.data.source import Source, Thresholds
from learnstead.data.world import World
from learnstead.kernel.contracts import Gone, LearningResource
from learnstead.kernel.contracts.records import resource_key
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import RunRecord
from tests.data.running import PlainTexts

START = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)


def course(number, **said):
    """A course that has everything a course should have."""
    said = {
        "title": f"Course {number}",
        "url": f"https://example.org/{number}",
        "description": f"About {number}.",
        "topics": ["Physics"],
        **said,
    }
    return LearningResource(resource_type="course", readable_id=str(number), etl_source="feed", platform="edx", **said)


def key(number):
    return resource_key("course", "edx", str(number))


def gone(number):
    return Gone(key=key(number), reason="withdrawn")


def unreadable(number=None, reason="no title"):
    return Quarantined(reason=reason, payload="0" * 64, scope="", key=key(number) if number is not None else "")


class Feed:
    """What comes is said by ``run``; ``proof`` is what proves that it is whole."""

    def __init__(self, folder, **thresholds):
        self.objects, self.ledger = FolderStore(folder / "objects"), MemoryLedger()
        self._folder, self._number = folder, 0
        self._brings, self._listed, self._proof = {}, None, ""
        self.source = Source(
            name="feed",
            title="A feed",
            transport="none",
            cadence="daily",
            data="courses",
            owner="nobody",
            extract=self._extract,
            normalise=self._normalise,
            thresholds=Thresholds(**thresholds),
        )

    def run(self, *brought, proof="all came", days=1, demo=False, version="", payload=None, **scopes):
        """One run that brings these records in the scope "all", or records by scope. A text is a failure."""
        self._number += 1
        self._brings = scopes or {"main": list(brought)}
        self._proof, self._version, self._payload = proof, version, payload or f"{self._number:064x}"
        at = START + timedelta(days=days * self._number)
        run = RunRecord(id=f"run-{self._number}", source="feed", trigger="command", clock=at, started=at, demo=demo)
        self.ledger.begin(run)
        return self._steps(run, at)

    def only_lists(self, *scopes):
        """From now on these are all the scopes there are."""
        self._listed = scopes

    def good(self, scope="main"):
        """The numbers of the courses that are good, for learners."""
        lines = LastGood(self.objects, self.ledger.scope("feed", scope)).decoded()
        return [line.record.readable_id for line in lines]

    def state(self, scope="main"):
        return self.ledger.scope("feed", scope)

    def _steps(self, run, at):
        world = World(
            objects=self.objects,
            ledger=self.ledger,
            egress=None,
            bucket=None,
            settings={},
            texts=PlainTexts(),
            latest=lambda _source: iter(()),
            scratch=self._folder / "scratch",
        )
        ingestion.fetch(self.source, run, world)
        verdict = ingestion.normalise_and_guard(self.source, run, world, at=at)
        made = ingestion.release(run, verdict, self.objects, at=at)
        results = tuple(one.result for one in verdict.scopes)
        ended = replace(run, scopes=results, outcome=ingestion.outcome_of(results), release=made.id if made else "")
        self.ledger.settle(ended, scopes=[one.after for one in verdict.scopes], release=made)
        return ended

    def _extract(self, run):
        for scope, brings in self._brings.items():
            with run.scope(scope, version=self._version):
                if isinstance(brings, str):
                    raise Terminal(brings)
                run.keep(b"what came", label="main", url=f"made:{scope}")
                if self._proof:
                    run.complete(self._proof)
        if self._listed is not None:
            run.listed(self._listed)
        yield from ()

    def _normalise(self, _snapshot, _given):
        for scope, brings in self._brings.items():
            for one in () if isinstance(brings, str) else brings:
                if isinstance(one, Quarantined):
                    yield replace(one, scope=scope)
                else:
                    yield Candidate(record=one, payload=self._payload, scope=scope)


def outcomes(done):
    return {result.scope: str(result.outcome) for result in done.scopes}


def checks(done):
    """The names of the checks that hold something."""
    return {finding.check for result in done.scopes for finding in result.findings if finding.holds}

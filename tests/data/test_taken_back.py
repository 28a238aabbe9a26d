"""What a sender took back is gone with the next list that does not have it, and comes back when it is sent again."""

from datetime import UTC, datetime

from learnstead.adapters.objects.folder import FolderStore
from learnstead.data import taken_back
from learnstead.data.extraction import Extraction, Means
from learnstead.data.snapshot import Snapshot
from learnstead.kernel.contracts import Gone


def run_of(objects: FolderStore, name: str) -> Snapshot:
    """A run of a source that has nothing to fetch."""
    snapshot = Snapshot(objects, source="ovs", run=name)
    means = Means(egress=None, bucket=None, hosts=(), latest=lambda _: iter(()), version_of=lambda _: "v1")
    Extraction(snapshot, means=means, now=datetime(2026, 1, 1, tzinfo=UTC), settings={}).finish(iter(()))
    return snapshot


def test_a_record_that_was_taken_back_is_told_in_every_run_until_it_is_given_again(tmp_path):
    objects = FolderStore(tmp_path)
    taken_back.take_back_record(objects, source="ovs", key="video:ovs:k", reason="deleted there")
    (gone,) = taken_back.gone_in(run_of(objects, "run-1"))
    taken_back.give_record_again(objects, source="ovs", key="video:ovs:k")

    assert gone.record == Gone(key="video:ovs:k", reason="deleted there")
    assert list(taken_back.gone_in(run_of(objects, "run-2"))) == []


def test_what_was_taken_back_from_one_source_does_not_concern_another(tmp_path):
    objects = FolderStore(tmp_path)
    taken_back.take_back_record(objects, source="youtube", key="video:youtube:k", reason="deleted there")
    taken_back.take_back_scope(objects, source="canvas", scope="14566", reason="deleted there")

    assert list(taken_back.gone_in(run_of(objects, "run-1"))) == []
    assert taken_back.reason_for(objects, source="canvas", scope="145660") == ""
    assert taken_back.reason_for(objects, source="canvas", scope="14566") == "deleted there"

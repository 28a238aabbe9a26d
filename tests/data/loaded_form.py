"""Our records in the words of the ``loaded`` section of the expected results, with what learn makes of their runs."""

from datetime import datetime

from learnstead.kernel.contracts import LearningResource
from learnstead.learn.domain import vocabulary
from learnstead.learn.domain.offering import offering
from tests.data import shared


def differences(name, ran):
    """What differs from the ``loaded`` section of a golden; ``ran`` is what came of running its source at its time."""
    return shared.differences(name, loaded(ran.records, at=ran.journal.clock))


def loaded(records, *, at: datetime):
    """All learning resources among the records."""
    resources = [record for record in records if isinstance(record, LearningResource)]
    offered = [offering(record, at) for record in resources]
    there = {
        (record.resource_type, record.platform, record.readable_id): offers.published
        for record, offers in zip(resources, offered, strict=True)
    }
    return [
        vocabulary.resource(record, offers, is_published=offers.published, there=there)
        for record, offers in zip(resources, offered, strict=True)
    ]


def child_keys(record):
    """The children of a resource, in order."""
    return [(child.relation, child.readable_id) for child in sorted(record.children, key=lambda one: one.position)]

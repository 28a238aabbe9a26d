"""What people would type, over the catalogue of the demo, and what they should find."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from learnstead.learn.domain.searching import Asked, search
from learnstead.ports.services import services
from tests.relevance.demo import gather

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

QUERIES = Path(__file__).with_name("demo_queries.tsv")
# Mean reciprocal rank among the first ten. The queries of the kind "fresh" were written after search was tuned by
# somebody who had not seen what they find; the others were written beside it, and guard against getting worse.
OVERALL = 0.88
EACH_KIND = 0.75


def test_what_people_type_finds_what_they_mean(tmp_path):
    gather(tmp_path)
    shares, missed = defaultdict(list), []
    with QUERIES.open() as file:
        for row in csv.DictReader(file, delimiter="\t"):
            answer = search(asked=Asked(text=row["query"], mode="keyword", limit=10), index=services().search)
            titles = [found.resource.title for found in answer.found]
            share = 1 / (titles.index(row["found"]) + 1) if row["found"] in titles else 0.0
            shares[row["kind"]].append(share)
            if share < 1:
                missed.append((row["kind"], row["query"], row["found"], titles[:4]))

    means = {kind: sum(found) / len(found) for kind, found in shares.items()}
    every = [share for found in shares.values() for share in found]
    assert len(every) >= 40
    assert sum(every) / len(every) >= OVERALL, (means, missed)
    assert min(means.values()) >= EACH_KIND, (means, missed)

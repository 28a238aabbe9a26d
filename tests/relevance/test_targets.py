"""The targets of search over the collections in ../shared/relevance, when they are there."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from learnstead.config.relevance import collections, measures, runs
from learnstead.config.relevance.meaning import Meaning

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "relevance"
CONVERTERS = ROOT / "benchmarks" / "relevance"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/relevance is not here")]


@cache
def converted(script, folder):
    subprocess.run([sys.executable, CONVERTERS / script, SHARED, folder], check=True)


def read(folder):
    return collections.read(docs=folder / "docs.jsonl", queries=folder / "queries.jsonl", qrels=folder / "qrels.tsv")


@pytest.fixture(scope="module")
def cranfield(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cranfield")
    converted("cranfield.py", folder)
    collection = read(folder)
    with runs.indexed(collection) as index:
        yield collection, index, Meaning(collection)


@pytest.fixture(scope="module")
def subjects(tmp_path_factory):
    folder = tmp_path_factory.mktemp("subjects")
    converted("subjects.py", folder)
    collection = read(folder / "exact")
    with runs.indexed(collection) as index:
        yield folder, index, Meaning(collection)


def found(index, text, *, mode="keyword", meaning=None):
    return runs.ranking(text, index, mode=mode, meaning=meaning, depth=10)


@pytest.mark.parametrize(("mode", "target"), [("keyword", 0.39), ("hybrid", 0.42)])
def test_abstracts_are_ranked_as_experts_judged_them(cranfield, mode, target):
    collection, index, meaning = cranfield
    gains = [
        measures.ndcg(found(index, collection.queries[name], mode=mode, meaning=meaning), judged)
        for name, judged in collection.judged.items()
    ]
    assert sum(gains) / len(gains) >= target


@pytest.mark.parametrize(("kind", "target"), [("exact", 0.93), ("shuffled", 0.93), ("misspelt", 0.88)])
def test_a_subject_is_found_by_its_title(subjects, kind, target):
    folder, index, _ = subjects
    collection = read(folder / kind)
    ranks = [
        measures.reciprocal_rank(found(index, collection.queries[name]), judged)
        for name, judged in collection.judged.items()
    ]
    assert sum(ranks) / len(ranks) >= target


@pytest.mark.parametrize(("mode", "target"), [("keyword", 0.08), ("hybrid", 0.01)])
def test_what_learners_typed_elsewhere_seldom_finds_nothing(subjects, mode, target):
    _, index, meaning = subjects
    typed = [text for text in (SHARED / "mooc-queries.txt").read_text().split("\n") if text.strip()]
    nothing = [text for text in typed if not found(index, text, mode=mode, meaning=meaning)]
    assert len(nothing) / len(typed) <= target, json.dumps(nothing)

"""``learnstead bench relevance``, on a collection of a few lines."""

import json
import re

import pytest
from click.testing import CliRunner

from learnstead.config.cli import cli
from learnstead.config.cli.bench import relevance  # noqa: F401 - adds the command
from learnstead.config.relevance import collections, measures
from learnstead.kernel.errors import Terminal

DOCS = [
    {"_id": "d1", "title": "Pottery", "text": "Clay, kilns and glazes."},
    {"_id": "d2", "title": "Weaving", "text": "Looms, wool and clay weights."},
    {"_id": "d3", "title": "Sailing", "text": "Wind and water."},
]
QUERIES = [
    {"_id": "q1", "query": "clay kilns"},
    {"_id": "q2", "query": "sails in the wind"},
    {"_id": "q3", "query": "x"},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t1\nq2\td3\t1\n"


@pytest.fixture
def files(tmp_path):
    """Writes a collection, perhaps with something else in one of its files; returns the options that name them."""

    def written(**instead):
        content = {
            "docs": "\n".join(map(json.dumps, DOCS)),
            "queries": "\n".join(map(json.dumps, QUERIES)),
            "qrels": QRELS,
            **instead,
        }
        for name, text in content.items():
            (tmp_path / name).write_text(text)
        return {name: tmp_path / name for name in content}

    return written


def test_a_collection_is_measured_in_every_mode(files):
    options = [word for name, path in files().items() for word in (f"--{name}", str(path))]
    printed = CliRunner().invoke(cli, ["bench", "relevance", *options], catch_exceptions=False).output
    assert re.search(r"keyword +1\.0000 +1\.0000 +1\.0000 +0\.0%", printed)

    told = json.loads(CliRunner().invoke(cli, ["bench", "relevance", *options, "--json"]).output)
    assert [one["mode"] for one in told] == ["keyword", "semantic", "hybrid"]
    assert (told[0]["queries"], told[0]["ndcg_10"], told[0]["zero_results"]) == (2, 1.0, 0.0)
    assert told[0]["p50_ms"] <= told[0]["p95_ms"] <= told[0]["p99_ms"]


def test_judgements_may_be_as_trec_writes_them(files):
    found = collections.read(**files(qrels="q1 0 d1 2\nq1 0 d2 1\n"))
    assert found.judged == {"q1": {"d1": 2.0, "d2": 1.0}}


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("docs", '{"id": "1", "text": "a"}\n{"id": 2', r"docs, line 2: this is not JSON"),
        ("docs", '{"id": "1", "text": "a"}\n{"text": "b"}', r"docs, line 2: it has no 'id'"),
        ("docs", '{"id": "1", "text": "a"}\n\n{"id": "1", "text": "b"}', r"docs, line 3: the id '1' is there twice"),
        ("docs", "[1]", r"docs, line 1: expected an object"),
        ("queries", '{"id": "q1"}', r"queries, line 1: it has no 'text'"),
        ("qrels", "q1\td1\t1\nq1\td1\tgood", r"qrels, line 2: the score 'good' is not a number"),
        ("qrels", "q1\td1\t1\nq1 d1", r"qrels, line 2: expected query, document and score, got 2 columns"),
        ("qrels", "q9\td1\t1", r"judges none of the queries"),
    ],
)
def test_a_bad_line_is_named(files, name, text, complaint):
    with pytest.raises(Terminal, match=complaint):
        collections.read(**files(**{name: text}))


def test_measures_are_those_of_trec():
    judged = {"a": 3.0, "b": 1.0, "c": 0.0}
    assert measures.ndcg(["a", "b"], judged) == 1.0
    assert measures.ndcg(["x", "a"], judged) == pytest.approx(3 / 1.5849625 / (3 + 1 / 1.5849625))
    assert measures.reciprocal_rank(["c", "x", "b"], judged) == pytest.approx(1 / 3)
    assert measures.recall(["a", "x"], judged) == 0.5
    assert [measures.percentile([4, 1, 3, 2], share) for share in (0.5, 0.95)] == [2, 4]

"""``learnstead bench``: what can be measured without a running installation."""

import json
from pathlib import Path

import click

from learnstead.config.cli import cli

# Spelt out here, because the help of every command is written without loading what it runs.
MODES = ("keyword", "semantic", "hybrid")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PERCENT = 100


@cli.group()
def bench() -> None:
    """Measure parts of the product on data you bring."""


@bench.command()
@click.option("--docs", type=FILE, required=True, help='Documents, one JSON object a line: {"id", "title", "text"}.')
@click.option("--queries", type=FILE, required=True, help='Queries, one JSON object a line: {"id", "text"}.')
@click.option("--qrels", type=FILE, required=True, help="Judgements, tab-separated: query, document, score.")
@click.option("--mode", type=click.Choice(MODES), help="Only this way to rank; all three unless said.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def relevance(*, docs: Path, queries: Path, qrels: Path, mode: str | None, as_json: bool) -> None:
    """How good the search is on a collection with judgements.

    The documents are indexed in a temporary folder and asked for as in the catalogue, with the same analysis and
    ranking; semantic and hybrid train the local encoder on them. Files in the form of BEIR ("_id", a line of column
    names) and judgements in that of TREC (four columns) are understood as well.
    """
    from learnstead.config.relevance import collections, runs  # noqa: PLC0415 - loads the engine

    collection = collections.read(docs=docs, queries=queries, qrels=qrels)
    reports = runs.reports(collection, (mode,) if mode else MODES)
    if as_json:
        told = [dict(report.rounded) for report in reports]
        click.echo(json.dumps(told[0] if mode else told, indent=2))
        return
    click.echo(f"{len(collection.documents):,} documents, {reports[0].queries:,} judged queries")
    click.echo("mode      nDCG@10  MRR@10  recall@100  no result    p50 ms  p95 ms  p99 ms")
    for one in reports:
        click.echo(
            f"{one.mode:9} {one.ndcg_10:7.4f} {one.mrr_10:7.4f} {one.recall_100:11.4f} {one.zero_results:9.1%} "
            f"{one.p50_ms:9.1f} {one.p95_ms:7.1f} {one.p99_ms:7.1f}"
        )

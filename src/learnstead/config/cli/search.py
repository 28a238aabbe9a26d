"""``learnstead search``: look something up in the catalogue, and rebuild its index."""

import json
import time
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import click

from learnstead.config.cli import cli, start_django
from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.learn.domain import facets
from learnstead.ports.search import IndexMissing, Query
from learnstead.ports.services import services

if TYPE_CHECKING:
    from learnstead.learn.domain.searching import Answer, Found

REBUILD, STATUS = "rebuild", "status"
MODES = ("hybrid", "keyword", "semantic")
MARK, END = "<mark>", "</mark>"


def _facet_options(command: Any) -> Any:
    for name in reversed(facets.NAMES):
        flag = f"--{name.replace('_', '-')}"
        command = click.option(flag, name, multiple=True, help=f"{facets.TITLES[name]}: only this one.")(command)
    return command


@cli.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="How many results.")
@click.option("--mode", type=click.Choice(MODES), help="Rank by words, by meaning, or by both.")
@_facet_options
def search(query: str, *, as_json: bool, limit: int, mode: str | None, **filters: tuple[str, ...]) -> None:
    """Look something up in the catalogue: 'learnstead search "linear algebra"'.

    'learnstead search rebuild' builds the index anew from the database, beside the live one, and trains the encoder
    again; 'learnstead search status' says how index and vectors stand.
    """
    start_django()
    if query in (REBUILD, STATUS):
        _rebuild() if query == REBUILD else _status()
        return
    from learnstead.learn.domain.searching import Asked  # noqa: PLC0415 - needs Django
    from learnstead.learn.domain.searching import search as look_for  # noqa: PLC0415 - needs Django

    given, asked = services(), Asked(text=query, filters=filters, limit=limit, mode=mode or "")
    answer = look_for(asked=asked, index=given.search, encoder=given.encoder, vectors=given.vectors)
    if as_json:
        click.echo(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))
    else:
        _print(answer)


def _rebuild() -> None:
    from learnstead.learn.domain import indexing  # noqa: PLC0415 - needs Django

    started = time.perf_counter()
    indexing.prepare()
    count = indexing.rebuild(index=services().search)
    entries = f"{count} entr{'y' if count == 1 else 'ies'}"
    click.echo(f"{entries} indexed in {time.perf_counter() - started:.1f} s; searches use the new index now.")
    _make_vectors()


def _make_vectors() -> None:
    """What cannot be done now is done by the workers later; the index is there all the same."""
    from learnstead.learn.domain import embedding  # noqa: PLC0415 - needs Django

    given, started = services(), time.perf_counter()
    try:
        count = embedding.rebuild(encoder=given.encoder, vectors=given.vectors, at=clock.now())
    except Transient as problem:
        click.echo(f"Search by meaning stays as it was: {problem}")
        return
    seconds = time.perf_counter() - started
    click.echo(f"{count} {_resources(count)} encoded by {given.encoder.name} in {seconds:.1f} s.")


def _status() -> None:
    """How index and vectors stand."""
    from learnstead.learn.domain import embedding  # noqa: PLC0415 - needs Django

    given = services()
    try:
        total = given.search.search(Query(text="", limit=0)).total
        click.echo(f"index      {total} entr{'y' if total == 1 else 'ies'}")
    except IndexMissing as problem:
        click.echo(f"index      {problem}")
    standing = embedding.standing(given.encoder)
    click.echo(f"encoder    {standing.encoder or standing.problem}")
    if standing.encoder:
        made = f"of {standing.resources} {_resources(standing.resources)}, {standing.changed} changed since"
        click.echo(f"vectors    {made if standing.live else 'are being made; searches go by words until then'}")
    click.echo(f"waiting    {standing.waiting} {_resources(standing.waiting)}")


def _resources(count: int) -> str:
    return "resource" if count == 1 else "resources"


def _as_json(answer: "Answer") -> Mapping[str, object]:
    return {
        "query": answer.asked.text,
        "total": answer.total,
        "mode": answer.ranked.mode,
        "degraded": answer.ranked.degraded,
        "did_you_mean": answer.ranked.did_you_mean,
        "relaxed": answer.ranked.relaxed,
        "results": [_result(found) for found in answer.found],
        "facets": {facet.name: {value.value: value.count for value in facet.values} for facet in answer.facets},
    }


def _result(found: "Found") -> Mapping[str, object]:
    resource, part = found.resource, found.hit.part
    return {
        "id": resource.readable_id,
        "site": resource.site,
        "number": resource.number,
        "title": resource.title,
        "url": urljoin(services().url, resource.url),
        "page": services().url + resource.get_absolute_url(),
        "score": found.hit.score,
        "highlight": found.hit.highlight,
        "inside": {"title": part.title, "url": urljoin(services().url, part.stored["url"]), "highlight": part.highlight}
        if part
        else None,
    }


def _print(answer: "Answer") -> None:
    if answer.ranked.did_you_mean:
        click.echo(f"Did you mean: {answer.ranked.did_you_mean}")
    click.echo(f"{answer.total} result{'' if answer.total == 1 else 's'}")
    for found in answer.found:
        click.secho(f"\n{found.resource}", bold=True)
        click.echo(f"  {urljoin(services().url, found.resource.url)}")
        if found.hit.part:
            part = found.hit.part
            click.echo(f"  inside: {_for_terminal(part.title)}: {_for_terminal(part.highlight)}")


def _for_terminal(html: str) -> str:
    """Marked words in bold; the other characters as they were before they were escaped."""
    bold = html.replace(MARK, click.style("", bold=True, reset=False)).replace(END, click.style(""))
    return unescape(bold).replace("\n", " ")

"""``learnstead ask``: put a question to the assistant."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import click

from learnstead.config.cli import cli, start_django
from learnstead.kernel.errors import Terminal
from learnstead.ports.services import services

if TYPE_CHECKING:
    from learnstead.learn.models import LearningResource


@cli.command()
@click.argument("question")
@click.option("--course", default="", help="Ask about this course: its number, its id, or its name in an address.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def ask(question: str, *, course: str, as_json: bool) -> None:
    """Put a question to the assistant: 'learnstead ask "How do cities deal with floods?"'.

    It asks what the web pages ask, and keeps nothing. It may see what staff may see.
    """
    start_django()
    from learnstead.learn.domain.ask import answering  # noqa: PLC0415 - needs Django
    from learnstead.learn.domain.ask.retrieval import Lookup  # noqa: PLC0415 - needs Django

    known = services()
    said = answering.once(
        question,
        about=_course(course) if course else None,
        model=known.language_model,
        lookup=Lookup(index=known.search, encoder=known.encoder, vectors=known.vectors),
    )
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        _print(said)


def _course(name: str) -> "LearningResource":
    from learnstead.learn.models import LearningResource  # noqa: PLC0415 - needs Django

    by_name = {"course_numbers__contains": [name]}, {"readable_id": name}, {"slug": name}
    for wanted in by_name:
        if found := LearningResource.objects.filter(**wanted).order_by("-published", "pk").first():
            return found
    raise Terminal(f"there is no course {name!r}; 'learnstead search' finds numbers and ids")


def _print(said: Mapping[str, Any]) -> None:
    if not said["sentences"]:
        click.echo(f"{said['unknown']} {said['instead']}")
    for one in said["sentences"]:
        marks = "".join(f"[{number}]" for number in one["citations"])
        click.echo(f"{'- ' if one['starts'] == 'item' else ''}{one['text']} {marks}")
    for source in said["sources"]:
        place = f" ({source['place']})" if source["place"] else ""
        click.echo(f"  [{source['n']}] {source['title']}{place} {urljoin(services().url, source['url'])}")

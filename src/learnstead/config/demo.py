"""The demo: a small cast, a root site and three courses, and samples of every source, searchable when it is loaded."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from learnstead.config import demo_videos
from learnstead.config.configuration import from_environment
from learnstead.config.course_import import import_and_commit
from learnstead.config.places import CHECKOUT
from learnstead.config.sources import in_order
from learnstead.data import registry
from learnstead.data.source import Source
from learnstead.flows import ingest_source
from learnstead.kernel import clock
from learnstead.kernel.errors import LearnsteadError, Terminal, Transient
from learnstead.learn.domain import embedding, open_data
from learnstead.learn.domain.following import examples as following
from learnstead.learn.domain.lists import examples
from learnstead.learn.jobs import send_digests
from learnstead.people.models import User
from learnstead.ports.ledger import Outcome
from learnstead.ports.services import services
from learnstead.studio.domain.publishing.requests import request_build
from learnstead.studio.models import Build, Membership, Site

EXAMPLES = CHECKOUT / "examples"
ROOT_SITE = "www"
TRIGGER = "demo"
PATIENCE_SECONDS = 180.0
POLL_SECONDS = 0.1


def load(*, password: str) -> None:
    """Make what is missing of the demo and wait until it is published and searchable.

    It may have been begun before, and people may have edited since: what is there is left as it is.
    """
    cast = yaml.safe_load((EXAMPLES / "people.yaml").read_text())["people"]
    for person in cast:
        _account(person, password)
    # The root site comes first: courses take their instructors from it.
    folders = [EXAMPLES / ROOT_SITE, *sorted((EXAMPLES / "courses").iterdir())]
    sites = [_site(folder, cast) for folder in folders]
    builds = [_request(site) for site in sites if site.live is None and site.unpublished_at is None]
    for build in builds:
        _wait_for(build)
    _wait_until_idle()
    for name in in_order(registry.every()):
        _gather(registry.named(name))
    _wait_until_idle()
    if embedding.is_due(services().encoder):  # what came last is more than the encoder had learnt from
        embedding.ask_for_rebuild(services().queue)
        _wait_until_idle()
    lists = yaml.safe_load((EXAMPLES / "lists.yaml").read_text())
    examples.load(lists, at=clock.now(), queue=services().queue)
    learners = yaml.safe_load((EXAMPLES / "learners.yaml").read_text())
    if following.load(learners, at=clock.now()):
        send_digests()
    _wait_until_idle()
    if open_data.latest(services().objects) is None:
        services().queue.put(open_data.DUMP_JOB, once=open_data.DUMP_JOB)
    _films()


def _films() -> None:
    """Bring in short films, last: they are prepared in the background. Without ffmpeg the demo has none."""
    try:
        for video in demo_videos.load(EXAMPLES / "videos", ffmpeg=from_environment().ffmpeg):
            click.echo(f"  {video.title}")
    except LearnsteadError as problem:
        click.echo(f"  films: {problem}")


def _gather(source: Source) -> None:
    """Run a source on its sample payloads, unless that was done before. One that fails spoils only its own part."""
    if services().outside.lives_here(source.name):  # the films come last, and announce themselves when they are ready
        return
    if any(run.trigger == TRIGGER for run in services().ledger.runs(source.name)):
        return
    try:
        run = ingest_source.ingest(source=source.name, services=services(), trigger=TRIGGER)
    except LearnsteadError as problem:
        click.echo(f"  {source.title}: {problem}")
        return
    records = sum(scope.records for scope in run.scopes)
    first_words = run.message.partition("\n")[0]
    came = f"{records} records" if run.outcome == Outcome.RELEASED else f"{run.outcome}. {first_words}"
    click.echo(f"  {source.title}: {came}")


def _account(person: Mapping[str, Any], password: str) -> None:
    administrator = bool(person.get("administrator"))
    user, new = User.objects.get_or_create(
        username=person["username"],
        defaults={
            "name": person["name"],
            "email": person["email"],
            "may_create_sites": bool(person.get("may_create_sites")),
            "is_staff": administrator,
            "is_superuser": administrator,
        },
    )
    if new:
        user.set_password(password)
        user.save(update_fields=["password"])


def _site(folder: Path, cast: list[dict[str, Any]]) -> Site:
    known = Site.objects.filter(short_id=folder.name).first()
    if known:
        return known
    admins = [person["username"] for person in cast if person["roles"].get(folder.name) == Membership.Role.ADMIN]
    starter = "www" if folder.name == ROOT_SITE else "course"
    site = import_and_commit(str(folder), starter=starter, owner=admins[0]).site
    for person in cast:
        if role := person["roles"].get(folder.name):
            user = User.objects.get(username=person["username"])
            Membership.objects.get_or_create(site=site, user=user, defaults={"role": role})
    click.echo(f"  {site.title}")
    return site


def _request(site: Site) -> Build:
    return request_build(site=site, version=Build.Version.LIVE, by=site.owner, at=clock.now(), queue=services().queue)


def _wait_for(build: Build) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        build.refresh_from_db()
        if build.status == Build.Status.SUCCEEDED:
            return
        if build.status == Build.Status.FAILED:
            raise Terminal(f"{build.site.title} could not be published: {build.message}")
        time.sleep(POLL_SECONDS)
    raise Transient(f"{build.site.title} was not published within {PATIENCE_SECONDS:.0f} s; is a worker running?")


def _wait_until_idle() -> None:
    """The catalogue learns of a publication by jobs; when none is left, everything can be found."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while services().queue.depth() and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)

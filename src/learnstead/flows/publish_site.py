"""An author publishes a site, as a draft or for everyone.

The request is a row in the database and a job; everything below is done by a worker. A worker that is killed anywhere
in here is followed by another, which resumes at the step that was not finished. Until ``switch`` nothing that readers
see has changed, and ``switch`` is one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError

from learnstead.flows.gather_site import GATHER
from learnstead.flows.running import Flow, Results, Step, run_flow
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.services import Services
from learnstead.studio.domain.publishing import building
from learnstead.studio.domain.publishing.building import Built
from learnstead.studio.domain.publishing.progress import FLOW_NAME, TELL_LEARN
from learnstead.studio.domain.publishing.turns import turn_to_build


@dataclass(frozen=True)
class Publish:
    """One attempt at one build."""

    build: str
    attempt: int
    services: Services


def _commit(publish: Publish, _results: Results) -> Results:
    return {"commit": building.fix_commit(build_id=publish.build, git=publish.services.git)}


def _build(publish: Publish, _results: Results) -> Results:
    built = building.render(
        build_id=publish.build,
        git=publish.services.git,
        builder=publish.services.builder,
        scratch=publish.services.scratch,
        origin=publish.services.url,
    )
    return {"source": str(built.source), "site": str(built.site)}


def _check(publish: Publish, results: Results) -> Results:
    return {"broken_links": building.check(build_id=publish.build, built=_built(results))}


def _store(publish: Publish, results: Results) -> Results:
    stored = building.store(build_id=publish.build, built=_built(results), objects=publish.services.objects)
    return {"release": stored}


def _switch(publish: Publish, _results: Results) -> None:
    building.switch(
        build_id=publish.build,
        attempt=publish.attempt,
        git=publish.services.git,
        queue=publish.services.queue,
        at=clock.now(),
    )


def _built(results: Mapping[str, Any]) -> Built:
    return Built(source=Path(results["source"]), site=Path(results["site"]))


def _folder_is_there(results: Mapping[str, Any]) -> bool:
    return _built(results).site.is_dir()


FLOW: Flow[Publish] = Flow(
    name=FLOW_NAME,
    title="An author publishes a site",
    starts_with="publish requested",
    steps=(
        Step("commit", "Every saved change is in git; the head of main is what will be built.", _commit),
        Step("build", "Hugo turns that commit into pages and JSON.", _build, still_good=_folder_is_there),
        Step("check", "Every site has certain files; internal links lead somewhere.", _check),
        Step("store", "The pages become an immutable release in the object store.", _store),
        Step("switch", "Readers get the new release; the branch follows.", _switch, atomic=True),
        Step(TELL_LEARN, "A signed webhook says that the site changed; a job sends it until it arrives."),
        Step(GATHER, "The source ocw reads the release and hands over what differs; learn applies it and is searched."),
    ),
)


def publish_waiting_builds(*, site: str, services: Services) -> None:
    """Do every build of a site that was interrupted or waits, one after another."""
    with turn_to_build(site):
        while build := building.next_build(site):
            _publish(build, services)


def _publish(build: str, services: Services) -> None:
    """One build to its end, good or bad; Transient when it has to wait."""
    attempt = building.begin(build_id=build, at=clock.now())
    given = Publish(build=build, attempt=attempt, services=services)
    try:
        run_flow(flow=FLOW, run=build, given=given, log=services.run_log)
    except Transient as problem:
        if building.note_delay(build_id=build, problem=problem):
            raise
        building.fail(build_id=build, problem=problem, at=clock.now())
    except Terminal as problem:
        building.fail(build_id=build, problem=problem, at=clock.now())
    except (OperationalError, InterfaceError):
        raise  # PostgreSQL is away; the job is retried, and this build resumed
    except Exception as problem:
        building.fail(build_id=build, problem=problem, at=clock.now())
        raise
    building.clean_up(build_id=build, objects=services.objects, scratch=services.scratch)

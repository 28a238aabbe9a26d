"""Plays a flow through for real, on a course or a source of this installation, leaving it as it was."""

import time
from collections.abc import Callable, Sequence
from uuid import uuid4

from learnstead.flows import author_saves, ingest_source, publish_site
from learnstead.flows.author_saves import Saving
from learnstead.flows.gather_site import GATHER
from learnstead.flows.ingest_source import Order
from learnstead.flows.running import recorded, run_flow
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.run_log import FinishedStep
from learnstead.ports.services import Services
from learnstead.studio.domain import changes, contents, rehearsal
from learnstead.studio.domain.publishing import building
from learnstead.studio.domain.publishing.requests import request_build

# So long an asynchronous step may take before we conclude that no worker runs.
PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.05
Report = Sequence[FinishedStep]


class Unfinished(Terminal):
    """A step did not come to its end; the text says which and why."""


def replay_author_saves(*, site: str | None, services: Services) -> Report:
    """Add an empty line to a page, see it committed and previewed, and take it out again."""
    found = rehearsal.site_called(site)
    page, by, run = rehearsal.page_of(found), rehearsal.editor_of(found), str(uuid4())
    before = page.markdown
    saving = Saving(content=page, by=by, markdown=before + "\n", services=services)
    run_flow(flow=author_saves.FLOW, run=run, given=saving, log=services.run_log)
    with recorded(author_saves.FLOW.name, run, author_saves.COMMIT, services.run_log, asynchronous=True):
        if not _comes_true(lambda: rehearsal.is_in_git(str(found.pk)), within=2.0):
            changes.drain(site=found, git=services.git)
    page.refresh_from_db()
    contents.save(
        content=page, by=by, at=clock.now(), queue=services.queue, expected_version=page.version, markdown=before
    )
    return services.run_log.steps(author_saves.FLOW.name, run)


def replay_publish_site(*, site: str | None, services: Services) -> Report:
    """Publish a course again: live when it is live, else as a draft."""
    found = rehearsal.site_called(site)
    version = "live" if found.live_id else "draft"
    build = request_build(site=found, version=version, by=None, at=clock.now(), queue=services.queue)
    run = str(build.pk)
    while building.get(run).finished_at is None:
        try:
            publish_site.publish_waiting_builds(site=str(found.pk), services=services)
        except Transient:
            time.sleep(LOOK_EVERY_SECONDS)
    if building.get(run).message:
        raise Unfinished(f"build {build.number} of {found.name} failed: {building.get(run).message}")
    if version == "live":
        _comes_true(lambda: _is_gathered(run, services), within=PATIENCE_SECONDS)
    return services.run_log.steps(publish_site.FLOW.name, run)


def _is_gathered(run: str, services: Services) -> bool:
    return any(step.step == GATHER for step in services.run_log.steps(publish_site.FLOW.name, run))


def _comes_true(condition: Callable[[], bool], *, within: float) -> bool:
    """Another process is at work; look until it is done."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(LOOK_EVERY_SECONDS)
    return True


def replay_ingest_source(*, site: str | None, services: Services) -> Report:
    """Run again the source that ran last, as it did then; ``site`` may name another. Unchanged data stays unchanged."""
    last = next(iter(services.ledger.runs(site or "", limit=1)), None)
    if last is None:
        raise Unfinished("no source has run yet; 'learnstead source run NAME' begins one")
    order = Order(
        now=last.clock if last.frozen else None, replay=last.replay, folder=last.folder, only=last.only, demo=last.demo
    )
    done = ingest_source.ingest(source=last.source, services=services, order=order)
    if done.release:
        _comes_true(lambda: _is_applied(done.release, services), within=PATIENCE_SECONDS)
    steps = [(name, seconds, {"outcome": str(done.outcome)}) for name, seconds in done.steps]
    if done.release and _is_applied(done.release, services):
        steps += [(ingest_source.ANNOUNCE, 0.0, {}), (ingest_source.APPLY, 0.0, {"release": done.release})]
    return [
        FinishedStep(
            flow=ingest_source.FLOW.name,
            run=done.id,
            step=name,
            started=done.started,
            seconds=seconds,
            asynchronous=name in (ingest_source.ANNOUNCE, ingest_source.APPLY),
            result=result,
        )
        for name, seconds, result in steps
    ]


def _is_applied(release: str, services: Services) -> bool:
    return services.ledger.release(release).applied is not None


REPLAYS: dict[str, Callable[..., Report]] = {
    author_saves.FLOW.name: replay_author_saves,
    publish_site.FLOW.name: replay_publish_site,
    ingest_source.FLOW.name: replay_ingest_source,
}

"""Publishing, with the real Hugo, the real theme, git, PostgreSQL and a folder of objects."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from learnstead.flows.publish_site import FLOW, publish_waiting_builds
from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.ports.git import PREVIEW, RELEASE
from learnstead.ports.services import Services, services
from learnstead.ports.site_build import BuildOrder, BuildReport
from learnstead.studio.domain import changes
from learnstead.studio.domain.publishing.requests import NothingToPublish, request_build
from learnstead.studio.models import Build, Content, Site
from tests.course_sites import commit, make_site
from tests.disks import tiny_disk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIVE, DRAFT = Build.Version.LIVE, Build.Version.DRAFT


def ask(site: Site, version: str = LIVE) -> Build:
    return request_build(site=site, version=version, by=None, at=clock.now(), queue=services().queue)


def work(site: Site, given: Services | None = None) -> None:
    publish_waiting_builds(site=str(site.pk), services=given or services())


def publish(site: Site, version: str = LIVE) -> Build:
    build = ask(site, version)
    work(site)
    build.refresh_from_db()
    return build


def release_of(build: Build) -> dict[str, bytes]:
    found = services().objects.list(f"{build.release}/")
    return {item.key.removeprefix(f"{build.release}/"): services().objects.get(item.key) for item in found}


def told(site: Site) -> list[dict[str, Any]]:
    """The events of a site that learn is to be told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'flows.tell_learn' ORDER BY id")
        events = [json.loads(args)["event"] for (args,) in cursor.fetchall()]
    return [event for event in events if event["data"]["site"] == site.name]


def test_a_live_site_tells_search_engines_its_full_addresses_and_a_draft_does_not() -> None:
    site = make_site()
    live, draft = (release_of(publish(site, version))["sitemap.xml"].decode() for version in (LIVE, DRAFT))
    assert f"<loc>{services().url}/{site.url_path}/</loc>" in live
    assert services().url not in draft


def test_a_live_publish_serves_the_release_and_asks_for_learn_to_be_told() -> None:
    site = make_site()
    build = publish(site)
    site.refresh_from_db()
    assert (build.status, build.message) == ("succeeded", "")
    assert site.live == build
    assert site.draft is None
    assert {"index.html", "data.json", "content_map.json", "pages/gears/index.html"} <= set(release_of(build))
    assert services().git.head(site.short_id, RELEASE) == build.commit == services().git.head(site.short_id)
    (event,) = told(site)
    assert event["type"] == "site.published"
    assert event["data"]["release"] == build.release
    assert [step.step for step in services().run_log.steps(FLOW.name, str(build.pk))] == [
        "commit", "build", "check", "store", "switch",
    ]  # fmt: skip


def test_a_draft_publish_moves_only_the_preview_branch_and_tells_nobody() -> None:
    site = make_site()
    live = publish(site)
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\ndraft: true\n---\nAnew.\n"})
    draft = publish(site, DRAFT)
    site.refresh_from_db()
    assert (site.live, site.draft) == (live, draft)
    assert services().git.head(site.short_id, PREVIEW) == draft.commit != live.commit
    assert services().git.head(site.short_id, RELEASE) == live.commit
    assert b"Anew." in release_of(draft)["pages/gears/index.html"]
    assert b"mesh" in release_of(live)["pages/gears/index.html"]
    assert len(told(site)) == 1


def test_the_same_commit_gives_the_same_bytes() -> None:
    site = make_site()
    assert release_of(publish(site)) == release_of(publish(site))


def test_a_page_that_hugo_refuses_keeps_the_old_site_and_names_file_and_line() -> None:
    site = make_site()
    good = publish(site)
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\n\nLook:\n{{< nosuch >}}\n"})
    bad = publish(site)
    site.refresh_from_db()
    assert site.live == good
    assert bad.status == "failed"
    assert (bad.problem_file, bad.problem_line) == ("content/pages/gears.md", 6)
    assert "nosuch" in bad.message
    assert services().git.head(site.short_id, RELEASE) == good.commit
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\n\nMended.\n"})
    assert publish(site).status == "succeeded"


def test_links_that_lead_nowhere_are_reported_and_told_from_our_own_mistakes() -> None:
    site = make_site()
    text = f"---\ntitle: Gears\n---\n[one]({{{{< baseurl >}}}}/pages/nowhere) and ![two](/{site.url_path}/lost.png)\n"
    commit(site, {"content/pages/gears.md": text})
    build = publish(site)
    assert build.status == "succeeded"
    assert build.broken_links == [
        {"page": "/pages/gears/", "link": f"/{site.url_path}/lost.png", "media": True, "in_source": True},
        {"page": "/pages/gears/", "link": f"/{site.url_path}/pages/nowhere/", "media": False, "in_source": True},
    ]


def test_a_site_without_content_is_not_published() -> None:
    site = make_site()
    Content.objects.filter(site=site).delete()
    with pytest.raises(NothingToPublish, match="write a page"):
        ask(site)


def test_later_requests_join_the_build_that_waits() -> None:
    site = make_site()
    assert ask(site) == ask(site)
    assert ask(site, DRAFT) != ask(site)
    work(site)
    assert list(Build.objects.filter(site=site).values_list("version", "status")) == [
        ("draft", "succeeded"),
        ("live", "succeeded"),
    ]


class AskingMeanwhile:
    """A real builder during whose work something happens."""

    def __init__(self, happens: Callable[[], None]) -> None:
        self._happens = happens

    def build(self, order: BuildOrder) -> BuildReport:
        self._happens()
        return services().builder.build(order)


def test_a_request_never_joins_a_build_that_has_begun() -> None:
    site = make_site()
    first = ask(site)
    later: list[Build] = []

    def edit_and_ask() -> None:
        if not later:
            commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\nAnew.\n"})
            later.append(ask(site))

    work(site, replace(services(), builder=AskingMeanwhile(edit_and_ask)))
    (second,) = later
    second.refresh_from_db()
    site.refresh_from_db()
    assert second.pk != first.pk
    assert site.live == second
    assert b"Anew." in release_of(second)["pages/gears/index.html"]


def test_builds_of_one_site_never_overlap() -> None:
    site = make_site()
    ask(site)
    ask(site, DRAFT)
    active: list[int] = []
    most: list[int] = []

    class Watched:
        def build(self, order: BuildOrder) -> BuildReport:
            active.append(1)
            most.append(len(active))
            try:
                return services().builder.build(order)
            finally:
                active.pop()

    def one_worker() -> None:
        try:
            work(site, replace(services(), builder=Watched()))
        finally:
            connection.close()

    workers = [threading.Thread(target=one_worker) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == [1, 1]
    assert set(Build.objects.filter(site=site).values_list("status", flat=True)) == {"succeeded"}


class Interrupted(BaseException):
    """As if the process had been killed: no handler of ours may see it."""


class DiesAfter:
    """Passes calls on to a real adapter, and dies after one of them did its work."""

    def __init__(self, real: object, method: str) -> None:
        self._real, self._method = real, method

    def __getattr__(self, name: str) -> Callable[..., object]:
        found = getattr(self._real, name)
        if name != self._method:
            return found

        def call_and_die(*args: object, **kwargs: object) -> None:
            found(*args, **kwargs)
            raise Interrupted

        return call_and_die


@pytest.mark.parametrize(
    ("service", "method"),
    [("git", "head"), ("builder", "build"), ("objects", "put_tree"), ("git", "point")],
)
def test_a_worker_that_dies_at_any_step_is_followed_by_one_that_finishes(service: str, method: str) -> None:
    site = make_site()
    publish(site)
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\nAnew.\n"})
    build = ask(site)
    dying = replace(services(), **{service: DiesAfter(getattr(services(), service), method)})
    with pytest.raises(Interrupted):
        work(site, dying)
    work(site)
    build.refresh_from_db()
    site.refresh_from_db()
    assert build.status == "succeeded"
    assert site.live == build
    assert b"Anew." in release_of(build)["pages/gears/index.html"]
    assert not (services().scratch / "builds" / str(build.pk)).exists()
    assert len({item.key.split("/")[2] for item in services().objects.list(f"releases/{site.name}/")}) == 2
    assert [event["data"]["number"] for event in told(site)] == [1, 2]


class FullDisk:
    def build(self, _order: BuildOrder) -> BuildReport:
        raise Transient("the disk is full")


def test_a_full_disk_is_waited_out_and_then_given_up_with_a_clear_word() -> None:
    site = make_site()
    build = ask(site)
    waiting = replace(services(), builder=FullDisk())
    for _ in range(5):
        with pytest.raises(Transient, match="the disk is full"):
            work(site, waiting)
    build.refresh_from_db()
    assert (build.status, build.message) == ("building", "the disk is full")
    work(site, waiting)
    build.refresh_from_db()
    assert (build.status, build.message) == ("failed", "the disk is full")


def test_a_disk_that_really_is_full_keeps_the_old_site_until_there_is_room(tmp_path: Path) -> None:
    site = make_site()
    old = publish(site)
    commit(site, {"content/pages/long.md": "---\ntitle: Long\n---\n" + "word " * 400_000})
    build = ask(site)
    with tiny_disk(tmp_path / "tiny", size="1m") as disk, pytest.raises(Transient, match="the disk is full"):
        work(site, replace(services(), scratch=disk))
    site.refresh_from_db()
    build.refresh_from_db()
    assert site.live == old
    assert (build.status, "the disk is full" in build.message) == ("building", True)
    work(site)
    site.refresh_from_db()
    assert site.live == build


@pytest.mark.slow
def test_old_releases_are_removed_but_not_those_one_can_go_back_to() -> None:
    site = make_site()
    builds = [publish(site) for _ in range(12)]
    kept = {item.key.split("/")[2] for item in services().objects.list(f"releases/{site.name}/")}
    assert kept == {Path(build.release).name for build in builds[2:]}


def test_everything_saved_before_the_build_begins_is_in_it() -> None:
    site = make_site()
    ask(site)
    files = {"content/pages/gears.md": "---\ntitle: Gears\n---\nSaved a moment ago.\n"}
    changes.record(site=site, by=None, message="Edit Gears", files=files, queue=services().queue)
    work(site)
    site.refresh_from_db()
    assert site.live
    assert b"Saved a moment ago." in release_of(site.live)["pages/gears/index.html"]

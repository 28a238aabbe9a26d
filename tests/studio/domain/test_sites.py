"""Starting sites, and where they are published."""

import json
from datetime import UTC, datetime

import pytest

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.people.models import User
from learnstead.ports.git import MAIN
from learnstead.studio.domain import changes, sites
from learnstead.studio.domain.permissions import Forbidden
from learnstead.studio.domain.queries import site_summaries
from learnstead.studio.domain.sites import NoSuchSite, SiteRefused
from learnstead.studio.domain.starters import register_starter
from learnstead.studio.models import Change, Content, Site, Starter


def test_a_new_site_has_its_single_files_and_one_commit(site: Site, ada: User, git: BareRepositories) -> None:
    changes.drain(site=site, git=git)
    files = dict(git.files("env.1-2026", MAIN))
    assert sorted(files) == ["config/_default/menus.yaml", "data/course.json"]
    assert files["config/_default/menus.yaml"] == b"leftnav: []\n"
    facts = json.loads(files["data/course.json"])
    assert {key: facts[key] for key in ("course_title", "site_uid", "site_short_id", "site_url_path", "title")} == {
        "course_title": "Rivers",
        "site_uid": str(site.pk),
        "site_short_id": "env.1-2026",
        "site_url_path": "courses/env-1-2026",
        "title": Content.objects.get(text_id="sitemetadata").title,
    }
    assert (site.owner, site.name) == (ada, "env-1-2026")


def test_only_authors_start_sites(starter: Starter, bo: User, queue: ProcrastinateQueue) -> None:
    with pytest.raises(Forbidden):
        sites.create_site(title="T", short_id="t", starter=starter, by=bo, queue=queue)


@pytest.mark.parametrize(
    ("title", "short_id", "problem"),
    [
        (" ", "t", "needs a title"),
        ("T", "a/b", "cannot be a short id"),
        ("T", "..", "cannot be a short id"),
        ("T", "ENV.1-2026", "is taken"),
    ],
)
def test_what_cannot_be_a_site_is_refused(
    site: Site, starter: Starter, ada: User, queue: ProcrastinateQueue, title: str, short_id: str, problem: str
) -> None:
    with pytest.raises(SiteRefused, match=problem):
        sites.create_site(title=title, short_id=short_id, starter=starter, by=ada, queue=queue)


def test_short_ids_that_look_alike_get_different_names(
    site: Site, starter: Starter, ada: User, queue: ProcrastinateQueue
) -> None:
    other = sites.create_site(title="T", short_id="env-1-2026", starter=starter, by=ada, queue=queue)
    assert (other.name, other.url_path) == ("env-1-20262", "courses/env-1-20262")


def test_a_root_site_may_not_take_an_address_of_the_platform(ada: User, queue: ProcrastinateQueue) -> None:
    www = register_starter(slug="www", source='root-url-path: ""\ncollections: []\n')
    with pytest.raises(SiteRefused, match="'studio' is an address of the platform itself"):
        sites.create_site(title="T", short_id="studio", starter=www, by=ada, queue=queue)


def test_addresses_of_uploaded_files_move_with_their_site(site: Site, ada: User, queue: ProcrastinateQueue) -> None:
    resource = {"site": site, "type": "resource", "dirpath": "content/resources"}
    Content.objects.create(**resource, filename="a", metadata={"file": "/courses/env-1-2026/1_a.png"})
    Content.objects.create(**resource, filename="b", metadata={"file": "/courses/elsewhere/1_b.png"})
    sites.move(site=site, url_path="courses/rivers", by=ada, queue=queue)
    files = Content.objects.filter(type="resource").order_by("filename").values_list("metadata__file", flat=True)
    assert list(files) == ["/courses/rivers/1_a.png", "/courses/elsewhere/1_b.png"]
    assert set(Change.objects.last().files) == {"data/course.json", "content/resources/a.md"}


def test_a_site_moves_until_it_was_live(site: Site, ada: User, queue: ProcrastinateQueue) -> None:
    moved = sites.move(site=site, url_path="courses/rivers", by=ada, queue=queue)
    assert moved.url_path == "courses/rivers"
    assert Content.objects.get(text_id="sitemetadata").metadata["site_url_path"] == "courses/rivers"
    Site.objects.update(first_live_at=datetime.now(UTC))
    with pytest.raises(SiteRefused, match="links point at it"):
        sites.move(site=moved, url_path="courses/other", by=ada, queue=queue)


@pytest.mark.parametrize("url_path", ["studio/x", "courses/[term]", "Courses/X", "courses//x", "../x", ""])
def test_an_address_that_cannot_be_served_is_refused(
    site: Site, ada: User, queue: ProcrastinateQueue, url_path: str
) -> None:
    with pytest.raises(SiteRefused):
        sites.move(site=site, url_path=url_path, by=ada, queue=queue)


def test_sites_are_found_by_name_and_short_id(site: Site) -> None:
    assert sites.find("env-1-2026") == sites.find("env.1-2026") == site
    with pytest.raises(NoSuchSite, match="course list"):
        sites.find("nothing")


def test_summaries_are_plain_values(site: Site) -> None:
    assert site_summaries() == [
        {
            "name": "env-1-2026",
            "short_id": "env.1-2026",
            "title": "Rivers",
            "url_path": "courses/env-1-2026",
            "starter": "course",
            "owner": "ada",
            "files": 2,
            "live": None,
            "draft": None,
        }
    ]

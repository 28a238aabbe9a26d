"""Going back, and taking away."""

import pytest

from learnstead.kernel import clock
from learnstead.ports.git import RELEASE
from learnstead.ports.services import services
from learnstead.studio.domain.publishing.undoing import CannotGoBack, NotLive, roll_back, unpublish
from learnstead.studio.models import Build, Site
from tests.course_sites import commit, make_site
from tests.flows.test_publish_site import ask, publish, told, work

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def go_back(build: Build) -> Build:
    return roll_back(build=build, by=None, at=clock.now(), git=services().git, queue=services().queue)


def take_away(site: Site) -> Site:
    return unpublish(site=site, at=clock.now(), queue=services().queue)


def test_going_back_serves_the_earlier_release_and_is_part_of_the_history() -> None:
    site = make_site()
    first = publish(site)
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\nWorse.\n"})
    publish(site)
    again = go_back(first)
    site.refresh_from_db()
    assert site.live == again
    assert (again.number, again.release, again.commit) == (3, first.release, first.commit)
    assert again.message == "went back to build 1"
    assert services().git.head(site.short_id, RELEASE) == first.commit
    assert [event["data"]["number"] for event in told(site)] == [1, 2, 3]


def test_one_cannot_go_back_to_what_is_served_or_never_worked() -> None:
    site = make_site()
    good = publish(site)
    commit(site, {"content/pages/gears.md": "{{< nosuch >}}"})
    bad = publish(site)
    with pytest.raises(CannotGoBack, match="served already"):
        go_back(good)
    with pytest.raises(CannotGoBack, match="no release"):
        go_back(bad)


def test_an_unpublished_site_is_served_no_more_and_can_be_published_again() -> None:
    site = make_site()
    publish(site)
    gone = take_away(site)
    assert gone.live is None
    assert gone.unpublished_at
    assert told(site)[-1]["type"] == "site.unpublished"
    with pytest.raises(NotLive):
        take_away(site)
    again = publish(site)
    site.refresh_from_db()
    assert (site.live, site.unpublished_at) == (again, None)


def test_a_publish_asked_for_before_the_site_was_taken_away_does_not_bring_it_back() -> None:
    site = make_site()
    publish(site)
    waiting = ask(site)
    take_away(site)
    work(site)
    waiting.refresh_from_db()
    site.refresh_from_db()
    assert waiting.status == "failed"
    assert "unpublished while this build waited" in waiting.message
    assert site.live is None

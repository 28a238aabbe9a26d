"""An author in a process of her own: saves again and again, publishes now and then, and says what was acknowledged.

python -m tests.chaos.author write FOLDER    saves until killed; one line for each save that was acknowledged
python -m tests.chaos.author finish FOLDER   does what is left to do, and prints what there is as JSON
"""
# ruff: noqa: E402, T201 - Django must be set up first; what is printed is what the test reads

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnstead.config.settings")
import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection

from learnstead.config.course_import import import_and_commit
from learnstead.flows.publish_site import publish_waiting_builds
from learnstead.kernel import clock
from learnstead.kernel.errors import Transient
from learnstead.people.models import User
from learnstead.ports.git import RELEASE
from learnstead.ports.services import services
from learnstead.studio.domain import changes, contents
from learnstead.studio.domain.publishing.requests import request_build
from learnstead.studio.models import Build, Change, Content, Site
from tests.course_sites import PAGES
from tests.small_site import write as write_files

NAME = "clocks-1"
PUBLISH_EVERY = 4


def carry_on(work: Callable[[Path], None], folder: Path) -> None:
    """Work for ever, and again when the database comes back."""
    while True:
        try:
            work(folder)
        except (DatabaseError, InterfaceError, Transient):
            connection.close()
            time.sleep(0.05)


def write(folder: Path) -> None:
    """Save for ever."""
    by, page = _author_and_page(folder)
    _save_for_ever(by, page)


def publish(_folder: Path) -> None:
    """Publish once what is saved by now."""
    site = Site.objects.filter(short_id=NAME).first()
    if site is None:
        time.sleep(0.1)
        return
    request_build(site=site, version="live", by=None, at=clock.now(), queue=services().queue)
    publish_waiting_builds(site=str(site.pk), services=services())


def _author_and_page(folder: Path) -> tuple[User, Content]:
    by, _ = User.objects.get_or_create(username="ada", defaults={"name": "Ada"})
    if not Site.objects.filter(short_id=NAME).exists():
        import_and_commit(str(write_files(folder / NAME, PAGES)), owner="ada")
    return by, Content.objects.select_related("site").get(site__short_id=NAME, filename="gears")


def _save_for_ever(by: User, page: Content) -> None:
    while True:
        page.refresh_from_db()
        number = page.version + 1
        contents.save(
            content=page,
            by=by,
            at=clock.now(),
            queue=services().queue,
            expected_version=page.version,
            markdown=f"Edit {number} of many.\n",
        )
        print(number, flush=True)
        if number % PUBLISH_EVERY == 0:
            request_build(site=page.site, version="live", by=by, at=clock.now(), queue=services().queue)
        time.sleep(0.1)


def finish() -> None:
    """Do what is left, and tell how it stands."""
    site = Site.objects.get(short_id=NAME)
    changes.drain(site=site, git=services().git)
    request_build(site=site, version="live", by=None, at=clock.now(), queue=services().queue)
    publish_waiting_builds(site=str(site.pk), services=services())
    site.refresh_from_db()
    history = services().git.history(NAME, limit=100_000)
    trailers = [line for commit in history for line in commit.message.splitlines() if line.startswith(changes.TRAILER)]
    served = services().objects.get(f"{site.live.release}/pages/gears/index.html").decode()
    stored = {item.key.split("/")[2] for item in services().objects.list(f"releases/{site.name}/")}
    succeeded = Build.objects.filter(site=site, status="succeeded")
    print(
        json.dumps(
            {
                "version": Content.objects.get(site=site, filename="gears").version,
                "changes": Change.objects.filter(site=site).count(),
                "committed_once": sorted(trailers) == sorted(set(trailers)),
                "commits": len(trailers),
                "waiting": Change.objects.filter(site=site, commit="").count(),
                "unfinished": Build.objects.filter(site=site, status__in=["queued", "building"]).count(),
                "failed": list(Build.objects.filter(site=site, status="failed").values_list("message", flat=True)),
                "builds": succeeded.count(),
                "served": served.partition("Edit ")[2].partition(" of many")[0],
                "branch_follows": services().git.head(NAME, RELEASE) == site.live.commit,
                "orphans": sorted(
                    stored - {Path(release).name for release in succeeded.values_list("release", flat=True)}
                ),
            }
        )
    )


if __name__ == "__main__":
    if sys.argv[1] == "finish":
        finish()
    else:
        carry_on({"write": write, "publish": publish}[sys.argv[1]], Path(sys.argv[2]))

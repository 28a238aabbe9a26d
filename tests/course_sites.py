"""Sites with a repository, made as simply as the database allows; for tests of what happens after a save."""

from uuid import uuid4

from learnstead.config.starters import starter_called
from learnstead.kernel import clock
from learnstead.ports.git import FileChange, Person
from learnstead.ports.services import services
from learnstead.studio.models import Content, Site

ADA = Person("Ada Lovelace", "ada@example.org")
COURSE_JSON = '{"course_title": "Clocks", "primary_course_number": "1.01", "term": "Fall", "year": "2024"}'
PAGES = {
    "data/course.json": COURSE_JSON,
    "config/_default/menus.yaml": "leftnav:\n- identifier: a\n  name: Gears\n  pageRef: /pages/gears\n  weight: 10\n",
    "content/pages/gears.md": "---\ncontent_type: page\ntitle: Gears\nuid: 11111111-1111-4111-8111-111111111111\n---\n"
    "Teeth that mesh.\n",
    "content/pages/springs.md": "---\ncontent_type: page\ntitle: Springs\n"
    "uid: 22222222-2222-4222-8222-222222222222\n---\nSee [gears]({{< baseurl >}}/pages/gears).\n",
    "content/resources/diagram.md": "---\ncontent_type: resource\nresourcetype: Other\ntitle: Diagram\n"
    "uid: 33333333-3333-4333-8333-333333333333\n---\n",
}


def make_site(name: str = "", files: dict[str, str] | None = None) -> Site:
    """A course whose repository holds ``files`` (two pages), with a content row so that it can be published."""
    name = name or f"clocks-{uuid4().hex[:8]}"
    starter = starter_called("course")
    site = Site.objects.create(name=name, short_id=name, title="Clocks", starter=starter, url_path=f"courses/{name}")
    Content.objects.create(site=site, type="page", title="Gears", dirpath="content/pages", filename="gears")
    services().git.create(site.short_id)
    commit(site, files or PAGES)
    return site


def commit(site: Site, files: dict[str, str | None]) -> str:
    """Put files into the repository as Ada; None removes one."""
    changes = [FileChange(path, None if text is None else text.encode()) for path, text in files.items()]
    return services().git.commit(site.short_id, changes, author=ADA, message="Edit", at=clock.now())

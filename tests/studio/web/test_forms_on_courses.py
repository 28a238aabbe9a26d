"""A save that changes nothing leaves every byte of whole courses alone: the real ones, and our own examples."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.objects.folder import FolderStore
from learnstead.studio.domain import menu_tree
from learnstead.studio.domain.importing import import_course, source_at
from learnstead.studio.domain.starters import Field, Widget, register_starter, schema_of
from learnstead.studio.models import Content, Site
from learnstead.studio.web.forms import ContentForm
from tests.corpus import STARTERS, course
from tests.studio.web.browser_form import untouched

CHECKOUT = Path(__file__).parents[3]
EXAMPLES = sorted((CHECKOUT / "examples/courses").iterdir())
Import = Callable[[Path, Path], Site]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def imported(git: BareRepositories, objects: FolderStore, queue: ProcrastinateQueue) -> Import:
    """Bring a course in under a starter."""

    def bring(folder: Path, starter: Path) -> Site:
        registered = register_starter(slug="starter", source=starter.read_text())
        source = source_at(str(folder), git=git)
        return import_course(source=source, starter=registered, owner=None, queue=queue, objects=objects).site

    return bring


def check_untouched(content: Content, fields: tuple[Field, ...]) -> None:
    """Show the form, send it back as a browser would, and find nothing changed."""
    boxes = [
        render_to_string("studio/_control.html", {"control": control})
        for control in ContentForm(content, fields).controls
    ]
    form = ContentForm(content, fields)
    form.take(untouched(f"<form>{''.join(boxes)}</form>"))
    assert [control.name for control in form.every_control() if control.touched] == [], content
    draft = form.draft()
    assert (draft.title, draft.markdown) == (content.title, content.markdown)
    assert dict(draft.metadata) == content.metadata


def check_site(site: Site) -> int:
    """How many entries were shown and sent back."""
    schema = schema_of(site.starter)
    seen = 0
    for content in Content.objects.filter(site=site).select_related("site"):
        fields = schema.fields_of(content.type)
        if fields and fields[0].widget is Widget.MENU:
            stored = content.metadata.get(fields[0].name, [])
            assert menu_tree.write(menu_tree.read(stored), stored) is stored
        elif fields:
            check_untouched(content, fields)
        seen += 1
    return seen


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["6.034-fall-2010", "es.293-spring-2007"])
def test_an_untouched_form_changes_nothing_in_real_courses(imported: Import, name: str) -> None:
    folder = course(name)
    assert check_site(imported(folder, STARTERS[0])) > 100


@pytest.mark.parametrize("folder", EXAMPLES, ids=[folder.name for folder in EXAMPLES])
def test_an_untouched_form_changes_nothing_in_our_examples(imported: Import, folder: Path) -> None:
    assert check_site(imported(folder, CHECKOUT / "themes/course/starter.yaml")) > 10


def test_an_untouched_form_changes_nothing_in_the_root_site(imported: Import) -> None:
    assert check_site(imported(CHECKOUT / "examples/www", CHECKOUT / "themes/www/starter.yaml")) > 3

"""A save that changes nothing leaves every byte of real courses alone."""

import pytest
from django.template.loader import render_to_string

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.objects.folder import FolderStore
from learnstead.studio.domain.importing import import_course, source_at
from learnstead.studio.domain.starters import Widget, register_starter, schema_of
from learnstead.studio.models import Content, Site
from learnstead.studio.web.forms import ContentForm
from tests.corpus import STARTERS, course
from tests.studio.web.browser_form import untouched

pytestmark = [pytest.mark.django_db, pytest.mark.corpus, pytest.mark.slow]


@pytest.fixture
def imported(
    git: BareRepositories, objects: FolderStore, queue: ProcrastinateQueue, request: pytest.FixtureRequest
) -> Site:
    """A real course under the real course starter."""
    folder = course(request.param)
    starter = register_starter(slug="ocw", source=STARTERS[0].read_text())
    source = source_at(str(folder), git=git)
    return import_course(source=source, starter=starter, owner=None, queue=queue, objects=objects).site


@pytest.mark.parametrize("imported", ["6.034-fall-2010", "es.293-spring-2007"], indirect=True)
def test_saving_an_untouched_form_changes_nothing(imported: Site) -> None:
    site = imported
    schema = schema_of(site.starter)
    seen = 0
    for content in Content.objects.filter(site=site).select_related("site"):
        fields = schema.fields_of(content.type)
        if not fields or fields[0].widget is Widget.MENU:
            continue
        shown = ContentForm(content, fields)
        boxes = [render_to_string("studio/_control.html", {"control": control}) for control in shown.controls]
        form = ContentForm(content, fields)
        form.take(untouched(f"<form>{''.join(boxes)}</form>"))
        draft = form.draft()
        assert not [control.name for control in form.every_control() if control.touched], content
        assert (draft.title, draft.markdown, dict(draft.metadata)) == (
            content.title,
            content.markdown,
            content.metadata,
        )
        seen += 1
    assert seen > 100
